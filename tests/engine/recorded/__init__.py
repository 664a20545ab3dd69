"""Programs that the real CLI ran: what it did and what it recorded is kept beside them, and the engine does the same.

`cases/<name>.py` holds a case's programs and operations, `cases/<name>.yaml` what the CLI did. To record again, with
`pulumi` and its Python language host on PATH: `python -m tests.engine.recorded.record [NAME...]`.
"""
