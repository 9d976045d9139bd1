"""The reporting units of annex 1 as the notice prints them, with unions below that workers would look for."""
from models.accounts.actor import SYSTEM
from models.units import actions, queries
from models.units.rows import UnitRow
from models.units.tables import Unit

PROVINCE = "青海省总工会"
ANNEX = ("西宁市总工会", "海东市总工会", "黄南州总工会", "省能源化工机冶工会", "省教育科文卫体工会", "中国电信青海分公司工会",
         "国网青海省电力公司工会", "青海省建设工会", "中国水利水电第四工程局有限公司工会", "西部机场集团青海机场有限公司工会",
         "青海省邮政公司工会", "中国电信青海省分公司工会", "省总权益保障部")
BELOW = (("海南藏族自治州总工会", PROVINCE, ("海南州总工会",)), ("国网海南供电公司工会", "国网青海省电力公司工会", ("海南州供电公司",)),
         ("城东区总工会", "西宁市总工会", ()), ("城东区第一小学工会", "城东区总工会", ("一小",)))
ROWS = [UnitRow(PROVINCE, kind="province"),
        *(UnitRow(name, parent=PROVINCE, reports=True, position=n) for n, name in enumerate(ANNEX, 1)),
        *(UnitRow(name, parent=parent, aliases=aliases) for name, parent, aliases in BELOW)]


def plant() -> dict[str, Unit]:
    """Import the tree; its units by full name."""
    actions.import_units(ROWS, actor=SYSTEM)
    return queries.by_names(row.name for row in ROWS)
