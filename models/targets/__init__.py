"""12351+: every number in two columns (已核实, 单位填报附佐证), open to the rows behind it, and statements that never change."""
