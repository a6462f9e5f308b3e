"""The report as one HTML page that opens anywhere, offline: overview, premise graph, and a page for each claim.

`build.report_page` is the way in. Reports and accepted certificates come in, HTML goes out; nothing is judged here, and every
foreign text is escaped. May come in: what a reader of a verdict wants to see.
"""
