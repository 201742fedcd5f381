"""The pure core of the depth score (合作深度): no Django, no database, no clock, no unseeded chance.

Start with `scorer.score(facts, rubric)`; docs/depth.md explains it to people.
"""
