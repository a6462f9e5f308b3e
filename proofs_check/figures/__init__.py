"""One style for every picture: sizes of a paper, fonts, colours, names that do not overlap, and how a file is written.

Numbers and matplotlib axes come in, a styled figure goes out; nothing here knows a paper. The colours of classes are those of
`theory.page.palette`, which pages share. Imports nothing else of ours. May come in: what two pictures of different rooms need.
"""
