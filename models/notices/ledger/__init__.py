"""提醒次数和送达: one row a person, notice and pushed channel, from the plan to what WeChat said of it last.

`fan_out` writes the rows, `claiming` hands them to a sender and takes the credit, `outcomes` writes what a send came to,
`receipts` what WeChat pushes later, `credits` what people granted, `statistics` counts.
"""
