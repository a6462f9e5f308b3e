"""What the DMF goals say, goal by goal: the pieces of which the sentences of the claims consist.

A piece is (setting, conclusion). Claims that share a goal share its words; `numbered` puts them together.
"""

from __future__ import annotations

Piece = tuple[str, str]


def whole(piece: Piece) -> str:
    """The sentence of one goal.

    >>> whole(("Let $x > 1$", "Then $x^2 > x$."))
    'Let $x > 1$. Then $x^2 > x$.'
    """
    setting, conclusion = piece
    return f"{setting}. {conclusion}" if setting else conclusion


def numbered(*pieces: Piece, lead: str = "") -> str:
    """Pieces with the labels of their goals; a setting that stands already is cited by its label.

    >>> numbered(("Let $x > 1$", "Then $x > 0$."), ("Let $x > 1$", "If $x < 2$, then $x^2 < 4$."))
    '[1] Let $x > 1$. Then $x > 0$. [2] In the setting of [1]: if $x < 2$, then $x^2 < 4$.'
    """
    first: dict[str, int] = {}
    texts = [lead] if lead else []
    for label, (setting, conclusion) in enumerate(pieces, 1):
        if setting in first:
            text = f"In the setting of [{first[setting]}]: {conclusion[0].lower()}{conclusion[1:]}"
        else:
            text = whole((setting, conclusion))
        if setting:
            first.setdefault(setting, label)
        texts.append(f"[{label}] {text}")
    return " ".join(texts)


OBJECTIVE = (
    r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $W_l "
    r"\in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + "
    r"\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$"
)
DEEP = (
    r"Let $L \ge 3$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $W_l "
    r"\in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + "
    r"\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$"
)
"""The objective for L ≥ 3."""
FRAMES = (
    r"; let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
    r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix"
)
MODE = (
    r"; let $u_l \in \mathbb{R}^{d_l}$ with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, "
    r"$y \in \mathbb{R}$, and suppose $W_l = \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l \le "
    r"L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$, $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $\sqrt\lambda\,y = "
    r"\lambda\,s^{2-L} + s^L$"
)
"""A mode (u, s, y) beside the modes of the frames, at a root of its equation."""
SHIFT = (
    r"; write $g(x) = \lambda^{-1}x^{2L} - 2\lambda^{-1/2}yx^L + Lx^2$ for $x > 0$ and, for $e > 0$, $W'_l = W_l + "
    r"(e-s)\lambda_l^{-1/2}u_lu_{l-1}^\top$ for $1 \le l \le L$"
)
"""The mode moved from s to e in every layer."""

RADIAL = (
    DEEP + FRAMES + MODE + SHIFT,
    r"If $(L-2)\lambda > Ls^{2L-2}$, then $F(W') - F(W) = g(e) - g(s)$ for every $e > 0$, $g'(s) = 0$ and $g''(s) < 0$.",
)
INFLECTION = (
    DEEP + FRAMES + MODE + SHIFT,
    r"If $Ls^{2L-2} = (L-2)\lambda$, then $F(W') - F(W) = g(e) - g(s)$ for every $e > 0$, $g'(s) = g''(s) = 0$ and "
    r"$s\,g'''(s) = 4L(L-1)(L-2) > 0$.",
)
TURNED = (
    r"; let moreover $v \in \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_L}$, $z \in \mathbb{R}$ with $\lVert v\rVert = "
    r"\lVert w\rVert = 1$, $U_0^\top v = 0$, $u_0^\top v = 0$, $U_L^\top w = 0$, $u_L^\top w = 0$, $Yv = zw$ and $Y^\top "
    r"w = zv$"
)
ROTATION = (
    OBJECTIVE + FRAMES + MODE + TURNED,
    r"If $z > y$ and $W'$ is $W$ with $W_1$ replaced by $W_1 + t\lambda_1^{-1/2}u_1v^\top$ and $W_L$ by $W_L + "
    r"t\lambda_L^{-1/2}wu_{L-1}^\top$, $t \in \mathbb{R}$, then $F(W') - F(W) = 2t^2s^{L-2}\lambda^{-1/2}(y-z) + "
    r"t^4s^{2L-4}\lambda^{-1}$ and $s^{L-2}(y-z) < 0$.",
)
TWO_LAYERS = (
    r"Let $d_0, d_1, d_2 \ge 1$, $\lambda_1, \lambda_2 > 0$, $\lambda = \lambda_1\lambda_2$, $Y \in "
    r"\mathbb{R}^{d_2\times d_0}$, $W_1 \in \mathbb{R}^{d_1\times d_0}$, $W_2 \in \mathbb{R}^{d_2\times d_1}$, $F(W) = "
    r"\lVert W_2W_1 - Y\rVert_F^2 + \lambda_1\lVert W_1\rVert_F^2 + \lambda_2\lVert W_2\rVert_F^2$; let $r \ge 0$, $U_l "
    r"\in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $l = 0, 1, 2$, $S$ a diagonal $r\times r$ matrix with "
    r"positive diagonal, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $l = 1, 2$"
)
"""The objective and factors over frames for L = 2."""
SPARE_UNIT = (
    TWO_LAYERS
    + r"; let $h \in \mathbb{R}^{d_1}$, $v \in \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_2}$ be unit vectors with $U_0^\top v "
    r"= 0$, $U_1^\top h = 0$, $U_2^\top w = 0$, and $z \in \mathbb{R}$ with $Yv = zw$, $Y^\top w = zv$",
    r"If $z > \sqrt\lambda$, then for every real $t$: $F(W_1 + t\lambda_1^{-1/2}hv^\top,\ W_2 + "
    r"t\lambda_2^{-1/2}wh^\top) - F(W_1,W_2) = 2t^2(1 - \lambda^{-1/2}z) + t^4\lambda^{-1}$, and $1 - \lambda^{-1/2}z < "
    r"0$.",
)
WITHOUT = r"; let $W^\circ_l = W_l - s\lambda_l^{-1/2}u_lu_{l-1}^\top$ for $1 \le l \le L$"
"""The point without the mode."""
GAIN = (
    OBJECTIVE + FRAMES + MODE + WITHOUT,
    r"Then $F(W^\circ) = \lambda^{-1}\mathrm{tr}(S^{2L}) - 2\lambda^{-1/2}\mathrm{tr}(S^LM) + L\,\mathrm{tr}(S^2) + "
    r"\lVert Y\rVert_F^2$ and $F(W^\circ) - F(W) = s^2\bigl(\tfrac{s^{2L-2}}{\lambda} - (L-2)\bigr)$.",
)
UPPER = r"; suppose $Ls^{2L-2} > (L-2)\lambda$, and let $y_g > 0$ be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$"
"""The mode is at its upper root."""
LOWERS = (
    DEEP + FRAMES + MODE + WITHOUT + UPPER,
    r"If $y > y_g$, then $F(W^\circ) > F(W)$.",
)
LOWERS_NOT = (
    DEEP + FRAMES + MODE + WITHOUT + UPPER,
    r"If $y \le y_g$, then $F(W^\circ) \le F(W)$.",
)
EQUATION = (
    OBJECTIVE + FRAMES,
    r"If $\nabla F(W) = 0$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$ and $Y^\top U_L = U_0M$, then "
    r"for $1 \le i \le r$ the entries $s = S_{ii}$ and $y = M_{ii}$ satisfy $\sqrt\lambda\,y = \lambda s^{2-L} + s^L$.",
)

COUNT = (
    r"Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and let $y_\ast > "
    r"0$ be given by $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$"
)
TWO_ROOTS = (
    COUNT,
    r"If $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has on $s > 0$ exactly two roots, both "
    r"simple.",
)
UPPER_ROOT = (
    COUNT,
    r"If $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has exactly one root in $\{s > 0 : "
    r"Ls^{2L-2} > (L-2)\lambda\}$, and it is simple.",
)
LOWER_ROOT = (
    COUNT,
    r"If $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has exactly one root in $\{s > 0 : "
    r"Ls^{2L-2} < (L-2)\lambda\}$, and it is simple.",
)
DOUBLE_ROOT = (
    COUNT,
    r"If $y = y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has on $s > 0$ exactly one root, and it "
    r"is double.",
)
NO_ROOT = (
    COUNT,
    r"If $y < y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has no root on $s > 0$.",
)
COUNT_TWO_LAYERS = (
    r"Let $L = 2$, $\lambda_1, \lambda_2 > 0$, $\lambda = \lambda_1\lambda_2$, $y > 0$ and $y_\ast = \sqrt\lambda$"
)
ONE_ROOT = (
    COUNT_TWO_LAYERS,
    r"If $y > y_\ast$, then $s \mapsto s^2 + \lambda - \sqrt\lambda\,y$ has on $s > 0$ exactly one root, and it is "
    r"simple.",
)
NO_ROOT_TWO_LAYERS = (
    COUNT_TWO_LAYERS,
    r"If $y \le y_\ast$, then $s \mapsto s^2 + \lambda - \sqrt\lambda\,y$ has no root on $s > 0$.",
)
WELL_TWO_LAYERS = (
    r"Let $q, s > 0$ and $y \in \mathbb{R}$ with $qy = q^2 + s^2$, and $g(x) = q^{-2}x^4 - 2q^{-1}yx^2 + 2x^2$ for $x > 0$",
    r"Then $g'(s) = 0$, $g''(s) > 0$ and $g(s) = -(y-q)^2$.",
)
ORDER = r"Let $L \ge 3$, $q > 0$ and $e, f, v, w > 0$ with $qv = e^L + q^2e^{2-L}$ and $qw = f^L + q^2f^{2-L}$"
RISING = (
    ORDER,
    r"If $Le^{2L-2} \ge (L-2)q^2$ and $f \ge e$, then $w \ge v$.",
)
FALLING = (
    ORDER,
    r"If $Lf^{2L-2} \le (L-2)q^2$ and $f \ge e$, then $v \ge w$.",
)

GLOBAL = (
    r"Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and let $y_g > 0$ "
    r"be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$; let $s > 0$ satisfy $\sqrt\lambda\,y = s^L + \lambda "
    r"s^{2-L}$ and $Ls^{2L-2} > (L-2)\lambda$"
)
"""A '+' root and y_g."""
PAYS = (
    GLOBAL,
    r"If $y > y_g$, then $s^{2L-2} > (L-2)\lambda$.",
)
PAYS_NOT = (
    GLOBAL,
    r"If $y \le y_g$, then $s^{2L-2} \le (L-2)\lambda$.",
)
GLOBAL_TEST = (
    r"Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and let $y_g > 0$ "
    r"be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$"
)
ABOVE_GLOBAL = (
    GLOBAL_TEST,
    r"If $(L-2)^{L-2}y^{2L-2} > (L-1)^{2L-2}\lambda$, then $y > y_g$.",
)
BELOW_GLOBAL = (
    GLOBAL_TEST,
    r"If $(L-2)^{L-2}y^{2L-2} < (L-1)^{2L-2}\lambda$, then $y < y_g$.",
)

BOUND = (
    OBJECTIVE,
    r"There are an integer $r \ge 0$, matrices $A, C \in \mathbb{R}^{d_L\times r}$ and $B, E \in \mathbb{R}^{d_0\times "
    r"r}$, a diagonal $r\times r$ matrix $T$ with positive diagonal, a real diagonal $r\times r$ matrix $D$ and a real "
    r"number $\gamma \ge 0$ such that $A^\top A = B^\top B = C^\top C = E^\top E = I_r$, $\sqrt\lambda\,W_L\cdots W_1 = "
    r"AT^LB^\top$, $YE = CD$, $Y^\top C = ED$, $D_{ii} \ge \gamma$ for $1 \le i \le r$, $\lVert (Y - CDE^\top)x\rVert "
    r"\le \gamma\lVert x\rVert$ for all $x \in \mathbb{R}^{d_0}$, and $F(W) \ge \lambda^{-1}\mathrm{tr}(T^{2L}) - "
    r"2\lambda^{-1/2}\mathrm{tr}(T^LD) + L\,\mathrm{tr}(T^2) + \lVert Y\rVert_F^2$.",
)
"""F is bounded below, for every W."""
WELL = r"Let $L \ge 3$, $q > 0$, $y > 0$ and $g_y(x) = q^{-2}x^{2L} - 2q^{-1}yx^L + Lx^2$ for $x > 0$"
RIGHT_OF_LOWER = (
    WELL,
    r"If $s_+, s_- > 0$ satisfy $qy = s_+^L + q^2s_+^{2-L} = s_-^L + q^2s_-^{2-L}$, $Ls_+^{2L-2} \ge (L-2)q^2$ and "
    r"$Ls_-^{2L-2} \le (L-2)q^2$, then $g_y(x) \ge g_y(s_+)$ for every $x \ge s_-$.",
)
LEFT_OF_LOWER = (
    WELL,
    r"If $e > 0$ satisfies $e^L + q^2e^{2-L} \ge qy$ and $Le^{2L-2} \le (L-2)q^2$, then $g_y(x) \ge 0$ for $0 < x \le e$.",
)
BEYOND_TURN = (
    WELL,
    r"If $e > 0$ satisfies $e^L + q^2e^{2-L} \ge qy$ and $Le^{2L-2} = (L-2)q^2$, then $g_y(x) \ge 0$ for every $x \ge e$.",
)
WELLS = (BOUND, RIGHT_OF_LOWER, LEFT_OF_LOWER, BEYOND_TURN)
