"""Where theory and numerics meet: claims, verdicts, the command line. The only package that sees both.

Rooms, each importing those below it only: `claims` and `cli`; `report` and `experiments`; `bridge` and `verify`; `planted`;
`probes`. `verify`, `planted` and `probes` know no paper. May come in: what compares, judges or shows. Mathematics goes to
`theory`, measurements to `numerics`.
"""
