"""Tables in and tables out: what an office keeps in Excel, read with care, written so that it stays inert.

Premises. People send what they have: old .xls, a .csv in GB18030, a title above the header, words of their
own. A file is a claim by a stranger: it may be broken, huge on purpose, or carry formulas.

Procedure. `reading.read_table` turns bytes into a `Table` of text. `mapping.guess` says which heading is
which column of an `ImportSpec`. `planning.plan` compares each row with the records that exist: new,
changed, unchanged or rejected with its cause. Nothing here writes to a database; the room that owns the
records does, in one piece. `writing` and `templates` go the other way.

Guarantees. Bad input raises `TableError` and nothing else; memory is bounded by `limits.Limits` before
anything is unpacked; every cause names row and column and is a sentence in both languages; no cell written
starts a formula.

Not done: formulas are not computed (the value that Excel stored is taken), macros are not looked at,
colours and comments carry no meaning.
"""
