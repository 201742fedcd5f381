"""The matching engine: which openings fit a programme, how well, and why.

Premises. A programme and an opening are rows of facts: words, abilities, codes, a place, days and numbers.
Procedure. Gates drop pairs that cannot be; every other pair gets a product of factors in (0, 1], kept as a
sum of logarithms, so that its parts add up; the best are found over *all* pairs, then re-ranked more finely.
Guarantees. No clock, no chance, no database; a total order of its own; the same rows in any order give the
same answer to the last byte. What was not done: sentence models, approximate indexes, learnt weights.
Source: docs/matching.md, with the measurements.

`reference.match_all` ranks all pairs, `reference.score_openings` a few openings against all programmes,
`partners.rank_partners` enterprises without openings, `files.run` two CSV files.
"""
