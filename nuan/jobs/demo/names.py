"""Word lists of our own for the demo; nothing here was copied from anybody's records."""

from __future__ import annotations

COMMUNITY = "桂花里"
PROVIDER = "暖邻物业服务有限公司"
ADCODE = "330106"
LATITUDE, LONGITUDE = 30.27, 120.13
DESK_PHONE = "0571-88661200"

PETS = ("糯米", "豆包", "元宝", "可乐", "团子", "芝麻", "年糕", "布丁", "花卷", "栗子", "奶糖", "大白")
CHILD_NAMES = ("豆豆", "果果", "安安", "乐乐", "朵朵", "米米", "小满", "阳阳", "糖糖", "童童", "月月", "一一")
CARRIERS = ("顺丰", "中通", "圆通", "韵达", "极兔", "京东", "邮政", "申通")
SHELVES = tuple(f"{row}{number:02d}" for row in "ABC" for number in range(1, 21))
THANKS = (
    "谢谢，刚好赶上。", "收好了，辛苦。", "师傅很细心。", "来得真快。", "老人很高兴，谢谢你们惦记。",
    "楼道干净多了。", "东西很沉，多亏送上来。", "说得清楚，放心了。",
)  # fmt: skip
GRUMBLES = ("来得晚了点。", "这几天消息有点多。", "雨没下下来。", "敲门声大了些。")
FOUND_WELL = ("都好，正在做饭。", "精神好，聊了一会儿。", "已收好。", "已处理，拍了照。", "试过了，正常。")
NOBODY = ("没人应，晚点再来。", "没人应，电话也没接，留了字条。")

CREW = (
    # login, name, call name, role, buildings, post, nights
    ("qian", "钱敏", "钱经理", "project_manager", "", "", False),
    ("", "周建国", "周经理", "duty_manager", "", "", False),
    ("", "孙慧", "孙经理", "duty_manager", "", "", True),
    ("chen", "陈晓", "陈管家", "steward", "1 2 3", "", False),
    ("", "刘畅", "刘管家", "steward", "4 5", "", False),
    ("", "何静", "何管家", "steward", "6", "", False),
    ("", "唐悦", "唐管家", "steward", "7", "", False),
    ("", "罗佳", "罗管家", "steward", "8", "", False),
    ("", "徐蕾", "小徐", "service_desk", "", "", False),
    ("", "马兰", "小马", "service_desk", "", "", True),
    ("zhao", "赵铁柱", "赵师傅", "security", "", "东门", False),
    ("", "吴大有", "老吴", "security", "", "东门", True),
    ("", "张强", "小张", "security", "", "西门", False),
    ("", "郑国平", "老郑", "security", "", "西门", True),
    ("", "丁海", "小丁", "security", "", "", False),
    ("", "石磊", "小石", "security", "", "", True),
    ("", "蒋涛", "小蒋", "security", "", "", False),
    ("", "范勇", "范师傅", "security", "", "", True),
    ("sun", "孙立新", "孙师傅", "engineering", "", "", False),
    ("", "高伟", "高师傅", "engineering", "", "", True),
    ("", "曹斌", "曹师傅", "engineering", "", "", False),
    ("", "姚远", "小姚", "engineering", "", "", True),
    ("", "朱桂芳", "朱阿姨", "cleaning", "", "", False),
    ("", "秦秀英", "秦阿姨", "cleaning", "", "", False),
    ("", "许金凤", "许阿姨", "cleaning", "", "", False),
    ("", "沈巧云", "沈阿姨", "cleaning", "", "", False),
    ("", "冯素珍", "冯阿姨", "cleaning", "", "", False),
    ("", "彭根生", "彭师傅", "greening", "", "", False),
    ("", "邓有才", "邓师傅", "greening", "", "", False),
    ("", "韩雪", "韩管家", "steward", "", "", True),
)
RESIDENTS_TO_TRY = (("林奶奶", "19900000001"), ("许女士", "19900000002"))
