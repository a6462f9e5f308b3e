"""A language for statements: text in, statements of the kernel out, and searches for their certificates.

What may come in: the grammar, shapes, elaboration, exact values of what was parsed, provers. No paper, no measurement.

    from theory.statements.reading import read, read_expression
    from theory.statements.elaborate import elaborate, expression_text

    reading = read("UᵀU = I |- ||U U^T A||^2 <= ||A||^2", where="A: m x n")  # StatementError: .shown() has a caret
    elaborated = elaborate(reading)            # .json: letters, given, then of the kernel; .letters: user's name → kernel's
    node, reading = read_expression("||X*Y^T - A||^2", "X: m x r")              # an objective: node.shape is None for a number
    elaborated, text = expression_text(node, reading)                           # the kernel's letters, and the text in them
"""
