"""Short heads of the twenty clusters for narrow columns; the full names stand in the title and the table."""

from portal.common.wording import is_chinese

_HEADS = {
    "C01": ("电子信息", "Electronics, IT"),
    "C02": ("绿色石化", "Petrochemicals"),
    "C03": ("智能家电", "Smart appliances"),
    "C04": ("汽车", "Automotive"),
    "C05": ("先进材料", "Materials"),
    "C06": ("轻工纺织", "Light ind., textiles"),
    "C07": ("软件信服", "Software services"),
    "C08": ("超高清视频", "Video display"),
    "C09": ("生物医药", "Biopharma, health"),
    "C10": ("农业食品", "Agri-food"),
    "C11": ("半导体", "Semiconductors"),
    "C12": ("高端装备", "High-end equip."),
    "C13": ("智能机器人", "Robotics"),
    "C14": ("区块链", "Blockchain, quantum"),
    "C15": ("前沿材料", "Frontier materials"),
    "C16": ("新能源", "New energy"),
    "C17": ("激光增材", "Laser, additive"),
    "C18": ("数字创意", "Digital creative"),
    "C19": ("安全环保", "Safety, environment"),
    "C20": ("精密仪器", "Instruments"),
    "": ("集群以外", "Outside clusters"),
}


def cluster_head(code: str, name: str) -> str:
    """The short name of a cluster in the reader's language; its own name where a bureau added the cluster."""
    if code not in _HEADS:
        return name
    zh, en = _HEADS[code]
    return zh if is_chinese() else en
