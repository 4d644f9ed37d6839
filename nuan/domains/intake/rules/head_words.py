"""Words of headings, in Chinese, English and Russian; the first line that fits a heading wins."""

from __future__ import annotations

from nuan.domains.intake.facts import Meaning

M = Meaning

WORDS: tuple[tuple[Meaning, str], ...] = (
    (M.SERIAL, r"^(序号|行号|编号|no|number|№|#|序|п/п|№ ?п/п)$"),
    (M.DETAIL, r"紧急|(商铺|店铺|门店|品牌|公司)名称?$|emergency"),
    (M.ID_NUMBER, r"身份证|证件|护照|统一社会信用|passport|id ?(number|card|no)|паспорт|снилс|инн"),
    (M.GOODS, r"物品|库存|规格|供应商|最低售价|最高售价|字段|数据类型|^长度$|主键"),
    (M.KEY, r"(业主|户主|客户|住户|产权人).{0,2}(编号|编码|代码|id|号码?)$|owner ?(id|no|code)"),
    (M.STAFF, r"经手人|收银员|经办|录入人|操作员|制表|审核|授权人|岗位|职务|职位|工号|部门|管家|cashier|operator|position|staff|должность|сотрудник"),
    (M.PLATE, r"车牌|车号|牌照|licen[cs]e|plate|госномер|гос\.? ?номер"),
    (M.DETAIL, r"车品牌|品牌|车型|车类型|车颜色|颜色|车系|vehicle (type|model|colou?r)|марка|модель"),
    (M.TENANT_PHONE, r"^(?!.*业主).*(租户|租客|承租人|承租方|租赁人|tenant|арендатор).*(电话|手机|联系方式|号码|phone|tel|mobile|телефон)"),
    (M.PHONE, r"电话|手机|联系方式|联系号码|移动|座机|^tel\b|phone|mobile|cell|телефон|тел\."),
    (M.FAMILY, r"家庭成员|家属|亲属|家人姓名|同住人|family members?|члены семьи"),
    (M.DETAIL, r"性别|年龄|民族|籍贯|学历|职业|工作单位|政治面貌|婚姻|人数|人口|邮箱|e-?mail|微信|qq|gender|sex|^age$|почта|^пол$|возраст|族"),
    (M.BIRTH, r"出生|生日|birth|рожд"),
    (M.PARKING, r"车位|停车|泊位|车库|地库|parking|парков|машиноместо"),
    (M.METER, r"水表|电表|气表|热表|表号|表计|表名|读数|底数|抄表|上期|本期|本月数|用量|倍率|meter|reading|tariff|counter|счетчик|счётчик|показан"),
    (M.TIE, r"业主类型|住户类型|人员类型|客户类型|客户性质|(与|和).{0,4}关系|^关系|业主关系|身份类别|^身份$|业主/租户|^role$|tie|relation|роль|^тип жильца"),
    (M.USE, r"房屋类型|房屋性质|物业类型|房产类型|资产类型|业态|^用途$|房屋用途|使用性质|unit ?type|premises type|тип (помещени|юнит|квартир|объект)"),
    (M.AREA, r"建筑面积|建面|产权面积|计费面积|收费面积|房屋面积|^面积|gross area|^area|total area|^площадь|общая площадь"),
    (M.DETAIL, r"面积|户型|朝向|装修|交房|收楼|收铺|入住|房屋状态|房态|状态|电梯|公摊|档案|area|площадь|总层数|总楼层|floors|этажност|layout|status|статус"),
    (M.FEE, r"金额|单价|收费|费用|物业费|管理费|应收|应缴|实收|实缴|应计|欠|缴费|计费|账单|帐单|账户|帐号|租金|押金|预收|滞纳|违约金|减免|票据|发票|价|费$|费[((]|balance|amount|price|fee|bill|payment|sum|цена|сумма|оплат|начисл|долг"),
    (M.DATE, r"日期|时间|年月|^date|date$|дата|period|период"),
    (M.NOTE, r"备注|说明|情况|遗留|问题|事由|名单|note|comment|remark|примеч|коммент"),
    (M.NOTHING, r"^(原|旧|老)(房号|室号|单元|编号|门牌)|收据"),
    (M.HOME, r"^(房屋|房产|资产|单元|房间|物业|住宅|铺位)(全称|全名|名称|信息|地址|坐落|位置|全号)$|^房屋$|^房产$|^资产$|楼栋房号|楼号房号|栋.?单元.?(房|室)|楼.?室号|^home$|^house$"),
    (M.SHOP, r"铺位|铺号|(商铺|店铺|门面)(号|编号|门牌)?$|^shop|^store"),
    (M.ROOM, r"房号|室号|房间号?|房屋编号|房屋号|房产编号|户号|门牌|门号|^室$|^户$|^房$|unit ?(name|no|number)?$|room|flat|apartment|apt|suite|кв(артир|\.)|помещени[ея]$|номер помещ|номер юнита|номер квартиры|юнит"),
    (M.BUILDING, r"楼栋|栋号|楼号|楼座|楼幢|幢号|座号|楼阁|楼宇|楼名|^[栋幢座楼]$|楼盘区|组团|^building|^block|^tower|корпус|^дом|строение"),
    (M.STAIR, r"单元|门洞|梯号|^梯$|^section|^entrance|^stair|подъезд|^секция"),
    (M.FLOOR, r"^(所在|房屋)?(楼层|层数?|层号|房屋楼层)$|^floor$|^level$|^этаж$"),
    (M.ADDRESS, r"地址|坐落|address|адрес"),
    (M.CODE, r"编码|代码|代号|id$|^code|account|лицевой|^л/с|主键|编号"),
    (M.TENANT, r"^(?!.*业主).*(租户|租客|承租|租赁人|使用人|tenant|арендатор|наниматель)"),
    (M.NAME, r"业主|产权人|权利人|户主|房主|购房人|买受人|客户(名称|姓名)?$|住户|住户姓名|联系人|收件人|^姓名|姓名$|^名称$|^人员|居民|车主|full ?name|^name$|owner|resident|contact|customer|surname|фио|ф\.и\.о|^имя|собственник|владелец|жилец|житель"),
)  # fmt: skip
