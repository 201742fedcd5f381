"""Geometry of charts: values in, positions in pixels or per cent out; nothing is drawn here.

Every function is pure, takes plain values and returns frozen dataclasses that a template prints as
SVG. Guarantees: labels do not overlap (they are thinned, broken or cut, the full text stays in the
table), shares add up, a value outside its scale is clipped to it, and empty input gives an empty
chart instead of an error. Pixels are CSS pixels at 1:1, y grows downwards.
"""
