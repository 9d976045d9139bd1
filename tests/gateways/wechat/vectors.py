"""Published vectors of the push protocol and the event samples of WeChat's pages, word for word.

A: the official push page. B: wechatpy's tests. C: the plain signature. Each was recomputed with other code.
"""

A_TOKEN, A_KEY, A_APPID = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
A3_SEALED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUn"
    "nR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY"
    "2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=")
A3_SAYS = {"ToUserName": "gh_97417a04a28d", "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "CreateTime": 1714112445,
           "MsgType": "event", "Event": "debug_demo", "debug_str": "hello world"}
A4_SEALED = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="

B_TOKEN, B_KEY, B_APPID = "123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a"
B2_SEALED = (
    "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv283dGymzxh"
    "6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQq"
    "Gp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7F"
    "S709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0=")
B3_SAYS = """<xml>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[test]]></Content>
<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>
<ToUserName><![CDATA[messense]]></ToUserName>
<AgentID>1</AgentID>
<CreateTime>1411525903</CreateTime>
</xml>"""
B3_SEALED = (
    "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObve"
    "sEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrr"
    "NrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPo"
    "QJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3")

POPUP_XML = (
    b'<xml><ToUserName><![CDATA[gh_123456789abc]]></ToUserName><FromUserName><![CDATA[otFpruAK8D-E6EfStSYonYSBZ8_4'
    b']]></FromUserName>\n<CreateTime>1610969440</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[su'
    b'bscribe_msg_popup_event]]></Event>\n<SubscribeMsgPopupEvent>\n <List><TemplateId><![CDATA[VRR0UEO9VJOLs0MHlU0O'
    b'ilqX6MVFDwH3_3gz3Oc0NIc]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><Pop'
    b'upScene>2</PopupScene></List>\n <List><TemplateId><![CDATA[9nLIlbOQZC5Y89AZteFEux3WCXRRRG5Wfzkpssu4bLI]]></Te'
    b'mplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString><PopupScene>2</PopupScene></List>\n'
    b'</SubscribeMsgPopupEvent></xml>')
POPUP_JSON = (
    b'{"ToUserName":"gh_123456789abc","FromUserName":"o7esq5OI1Uej6Xixw1lA2H7XDVbc","CreateTime":"1620973045","Msg'
    b'Type":"event",\n "Event":"subscribe_msg_popup_event","List":[{"TemplateId":"hD-ixGOhYmUfjOnI8MCzQMPshzGVeux_2'
    b'vzyvQu7O68","SubscribeStatusString":"accept","PopupScene":"0"}]}')
SENT_JSON = (
    b'{"ToUserName":"gh_123456789abc","FromUserName":"o7esq5PHRGBQYmeNyfG064wEFVpQ","CreateTime":"1620963428","Msg'
    b'Type":"event",\n "Event":"subscribe_msg_sent_event","List":{"TemplateId":"BEwX0BO-T3MqK3Uc5oTU3CGBqzjpndk2jzU'
    b'f7VfExd8","MsgID":"1864323726461255680","ErrorCode":"0","ErrorStatus":"success"}}')
TEMPLATE_XML = (
    b'<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>\n<FromUserName><![CDATA[oia2TjuEGTNoeX76QEjQNrcURxG'
    b'8]]></FromUserName>\n<CreateTime>1395658920</CreateTime><MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA['
    b'TEMPLATESENDJOBFINISH]]></Event>\n<MsgID>200163836</MsgID><Status><![CDATA[success]]></Status></xml>')
MEDIA_JSON = (
    b'{"ToUserName":"gh_9df7d78a1234","FromUserName":"o4_t144jTUSEoxydysUA2E234_tc","CreateTime":1626959646,"MsgTy'
    b'pe":"event","Event":"wxa_media_check",\n "appid":"wx8f16a5be77871234","trace_id":"60f96f1d-3845297a-1976a3ae"'
    b',"version":2,\n "detail":[{"strategy":"content_model","errcode":0,"suggest":"pass","label":100,"prob":90}],"e'
    b'rrcode":0,"errmsg":"ok","result":{"suggest":"pass","label":100}}')
MEDIA_XML = (
    b'<xml><ToUserName><![CDATA[gh_6e306981e699]]></ToUserName><FromUserName><![CDATA[oeaTy0Ej7xM_LexOCWGeJtL4ABoE'
    b']]></FromUserName><CreateTime>1659967849</CreateTime>\n<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[wx'
    b'a_media_check]]></Event><appid><![CDATA[wx12b4f63276b14d4c]]></appid>\n<trace_id><![CDATA[62f11967-2b24d27a-3'
    b'4715985]]></trace_id><version>2</version>\n<detail><strategy><![CDATA[content_model]]></strategy><errcode>0</'
    b'errcode><suggest><![CDATA[pass]]></suggest><label>100</label><prob>90</prob></detail>\n<errcode>0</errcode><e'
    b'rrmsg><![CDATA[ok]]></errmsg><result><suggest><![CDATA[pass]]></suggest><label>100</label></result></xml>')
