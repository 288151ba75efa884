"""The topics a new shop begins with. Words: small letters, no accents on Latin ones; separated by commas."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """asked_by_name: a comment that is only this word asks for it."""

    id: str
    english: str
    chinese: str
    asked_by_name: bool
    words: str


TABLE = (
    Row(
        "price",
        "price",
        "价格",
        True,
        "price,prices,cost,costs,how much,hm,pricing,价格,价钱,价位,多少钱,多少米,几块,几块钱,几钱,咋卖,"
        "怎么卖,多少元,價格,價錢,多少錢,幾錢,幾塊,怎麼賣,几多钱,幾多錢,"
        "precio,precios,cuanto,cuanto cuesta,cuanto vale,cuanto sale,costo,valor,a como,preco,precos,"
        "quanto,quanto custa,qto,harga,harganya,berapa,berapaan,brp,brpa,hrg,hrga,"
        "gia,bao nhieu,bao nhieu tien,bn,bnhiu,nhiu tien,bao tien,nhiu,may tien,bnh,ราคา,เท่าไหร่,เท่าไร,"
        "กี่บาท,เท่าไหร,ท่าไหร่,値段,お値段,価格,いくら,何円,おいくら",
    ),
    Row(
        "discount",
        "discounts",
        "优惠",
        True,
        "discount,discounts,voucher,vouchers,coupon,coupons,promo,promo code,code,sale,cheaper,flash "
        "sale,优惠,优惠券,折扣,打折,满减,红包,便宜点,活动,福利,券,優惠,優惠券,滿減,便宜點,活動,"
        "descuento,descuentos,cupon,cupones,oferta,rebaja,promocion,desconto,descontos,cupom,promocao,"
        "diskon,diskonan,vocer,potongan,giam gia,giam,khuyen mai,ma giam,voucher freeship,"
        "ลด,ส่วนลด,โค้ด,โค้ดลด,คูปอง,โปร,โปรโมชั่น,割引,クーポン,セール,値引き,安くなり",
    ),
    Row(
        "size",
        "size",
        "尺码",
        False,
        "size,sizes,sizing,size chart,fit,fits,inches,waist,bust,xs,xl,xxl,2xl,3xl,plus size,尺码,码数,"
        "尺寸,码,大码,小码,均码,身高,体重,胸围,腰围,肩宽,偏大,偏小,多高,几码,尺碼,碼數,碼,身材,胸圍,腰圍,"
        "體重,"
        "talla,tallas,tamano,medida,medidas,tamanho,tamanhos,numeracao,medidas,numero,veste,ukuran,"
        "ukurannya,uk,bb,tb,ld,lingkar dada,kegedean,kekecilan,jumbo,muat,"
        "size nao,kich thuoc,co,mac,vong,can nang,ไซส์,ไซ,ไซด์,ขนาด,อก,รอบอก,เอว,สูง,น้ำหนัก,ฟรีไซส์,サイズ,"
        "身長,着丈,ウエスト,大きめ,小さめ,何センチ,何cm,mサイズ,lサイズ,run small,runs small,run big,"
        "runs big,runs large,true to size,xl码,xl碼,xl吗,xl嗎,有xl,l码,m码,s码,xxl,偏大,偏小,veste "
        "pequeno",
    ),
    Row(
        "colour",
        "colours",
        "颜色",
        False,
        "color,colour,colors,colours,black,white,red,blue,pink,green,beige,brown,grey,gray,shade,shades,"
        "颜色,色号,黑色,白色,红色,粉色,蓝色,绿色,米色,灰色,色差,色,顏色,色號,紅色,藍色,綠色,"
        "colores,negro,negra,blanco,rojo,azul,rosa,verde,tono,tonos,cor,cores,preto,preta,branco,"
        "vermelho,warna,warnanya,hitam,putih,merah,biru,hijau,pink,navy,abu,"
        "mau,mau den,mau trang,mau do,mau hong,mau be,tone,สี,สีดำ,สีขาว,สีแดง,สีชมพู,สีฟ้า,สีเนื้อ,เฉดสี,เบอร์,色,"
        "カラー,黒,白,赤,ピンク,ベージュ,色違い,カラバリ",
    ),
    Row(
        "material",
        "material",
        "面料材质",
        False,
        "material,fabric,cotton,leather,polyester,silk,linen,wool,texture,thick,thin,see through,"
        "stretchy,pilling,shrink,面料,材质,布料,质地,料子,纯棉,真皮,起球,缩水,掉色,褪色,透吗,透不透,加绒,"
        "材質,質地,縮水,純棉,"
        "tela,telas,algodon,cuero,lino,grueso,delgado,tecido,algodao,couro,elastano,transparente,forro,"
        "bahan,bahannya,katun,kulit asli,adem,tebal,tipis,nerawang,luntur,melar,stretch,"
        "chat lieu,chat vai,vai,chat,cotton,day,mong,xu long,phai mau,gian,co gian,ผ้า,เนื้อผ้า,วัสดุ,หนัง,"
        "คอตตอน,หนา,บาง,ยืด,สีตก,ขุย,素材,生地,綿,革,厚さ,透け,伸び,毛玉,縮み,waterproof,water resistant,"
        "made of,impermeable,resistente al agua,prova d agua,feito de,hecho de,tahan air,anti air,"
        "terbuat dari,กันน้ำ,chong nuoc,chong tham,防水,起毛球,毛球",
    ),
    Row(
        "quality",
        "quality, how it wears",
        "质量与上身效果",
        False,
        "quality,durable,comfortable,itchy,scratch,fade,质量,结实,耐用,耐穿,舒服,显胖,显瘦,显白,上身,硬,"
        "扎,掉毛,味道,好用,質量,品質,顯瘦,顯胖,顯白,結實,"
        "calidad,comodo,comoda,resistente,qualidade,confortavel,kualitas,awet,nyaman,gatal,panas,gerah,"
        "chat luong,ben,thoai mai,ngua,nong,mat,คุณภาพ,ทน,คัน,ร้อน,ใส่สบาย,品質,着心地,肌触り,丈夫",
    ),
    Row(
        "stock",
        "stock",
        "库存",
        True,
        "stock,in stock,restock,restocked,available,availability,sold out,left,pre order,preorder,库存,"
        "现货,有货,补货,还有货,断货,预售,没货,缺货,到货,庫存,現貨,有貨,補貨,預售,缺貨,還有貨,"
        "disponible,disponibles,hay stock,existencia,agotado,agotada,disponivel,estoque,esgotado,esgotou,"
        "stok,stoknya,ready,ready stock,redi,kosong,habis,po,sold,"
        "con hang,het hang,co san,ve hang,san hang,hang san,con,ของหมด,มีของ,เหลือ,พร้อมส่ง,พรีออเดอร์,สต็อก,"
        "สต๊อก,หมดยัง,หมดหรือยัง,在庫,再入荷,売り切れ,残り,入荷,予約,any left,sold out,卖完,賣完,卖光,賣光,"
        "没了吗,售罄,agoto,reponer,todavia hay,aun hay,ainda tem,ainda ha,หมดแล้ว,หมดหรือ,masih ada,con "
        "khong,con k",
    ),
    Row(
        "shipping",
        "shipping",
        "物流发货",
        True,
        "shipping,ship,ships,delivery,deliver,delivered,arrive,postage,shipping fee,freight,free "
        "shipping,ship to,international,发货,快递,包邮,运费,物流,邮费,几天到,多久到,什么时候到,送到,顺丰,"
        "寄,發貨,快遞,包郵,運費,"
        "宅配,郵費,出貨,幾天到,多久到,envio,envios,enviar,envian,entrega,entregas,despacho,domicilio,"
        "flete,frete,entregam,enviam,correios,prazo,chega,ongkir,ongkirnya,ongkos kirim,kirim,pengiriman,"
        "kurir,dikirim,nyampe,"
        "phi ship,ship,freeship,giao hang,van chuyen,ship ve,khi nao giao,bao lau nhan,tien ship,ส่ง,ค่าส่ง,"
        "จัดส่ง,ส่งฟรี,ส่งวันไหน,กี่วันได้,ส่งต่างจังหวัด,送料,発送,配送,届く,届き,到着,何日,几天能到,几天到货,"
        "幾天能到,nhan duoc hang,bao lau nhan,bao lau thi nhan",
    ),
    Row(
        "payment",
        "payment",
        "付款",
        False,
        "payment,pay,paypal,credit card,installment,installments,cash on delivery,cod,klarna,gcash,付款,"
        "货到付款,支付,分期,花呗,微信支付,貨到付款,刷卡,"
        "pago,pagos,pagar,tarjeta,contra entrega,efectivo,cuotas,transferencia,pagamento,cartao,pix,"
        "boleto,parcela,parcelar,parcelam,bayar,pembayaran,transfer,cicilan,paylater,spaylater,bayar di "
        "tempat,"
        "thanh toan,chuyen khoan,tra gop,quet the,ship cod,เก็บปลายทาง,ปลายทาง,โอน,จ่าย,ผ่อน,บัตรเครดิต,"
        "支払い,支払,代引き,カード払い,ペイペイ,paypay,コンビニ払い,分割",
    ),
    Row(
        "returns",
        "returns, warranty",
        "退换与保修",
        False,
        "return,returns,refund,refunds,exchange,warranty,guarantee,return policy,退货,退换,退款,换货,"
        "七天无理由,运费险,保修,质保,售后,退貨,換貨,退換,運費險,售後,"
        "devolucion,devoluciones,devolver,cambio,cambios,reembolso,garantia,devolucao,troca,trocar,"
        "trocas,reembolso,retur,refund,tukar,garansi,garansinya,"
        "doi tra,doi size,hoan tien,tra hang,bao hanh,doi hang,คืน,เปลี่ยน,เปลี่ยนไซส์,รับประกัน,ประกัน,เคลม,返品,"
        "交換,返金,保証",
    ),
    Row(
        "authenticity",
        "authenticity",
        "真伪",
        False,
        "authentic,original,genuine,fake,legit,replica,official,正品,真的假的,假货,保真,授权,专柜,官方,"
        "假貨,授權,專櫃,"
        "autentico,original,originales,replica,falso,autentica,falsificado,asli,ori,palsu,bpom,kw,resmi,halal,"
        "chinh hang,hang that,hang gia,auth,fake,real,ของแท้,แท้,ปลอม,อย,ของปลอม,本物,正規品,偽物",
    ),
    Row(
        "how_to_buy",
        "how to buy",
        "怎么买",
        True,
        "link,links,how to order,how to buy,where to buy,checkout,order,basket,cart,yellow basket,item "
        "number,链接,几号链接,怎么买,怎么拍,怎么下单,哪里买,小黄车,购物车,在哪拍,鏈接,連結,怎麼買,怎麼拍,"
        "哪裡買,購物車,下單,"
        "como compro,como comprar,donde compro,como pido,enlace,carrito,como ordeno,como hago pedido,"
        "como faco para comprar,onde compro,sacola,carrinho,cara order,cara beli,cara pesan,keranjang,"
        "keranjang kuning,etalase,"
        "cach mua,mua o dau,dat hang,mua sao,dat sao,gio hang,ma nao,ma so,mua the nao,สั่งยังไง,สั่งซื้อ,"
        "ซื้อยังไง,ตะกร้า,พิกัด,ลิงก์,ลิ้ง,ลิงค์,สั่งทางไหน,買い方,どこで買え,注文方法,リンク,購入方法,在哪里下单,"
        "哪里下单,在哪下单,在哪裡下單,哪裡下單,donde lo pido,donde pido,donde lo compro,onde eu compro,"
        "onde pedir,สั่งตรงไหน,สั่งที่ไหน,dat o dau,dat cho nao,nomor berapa,link nomor",
    ),
    Row(
        "use",
        "how to use it",
        "使用方法",
        False,
        "how to use,how do i use,use,wash,washable,machine wash,apply,instructions,clean,iron,怎么用,"
        "用法,使用方法,怎么洗,机洗,水洗,保养,怎么吃,怎么泡,每天用,怎麼用,怎麼洗,機洗,"
        "como se usa,se usa,lavar,se lava,lavadora,aplicar,modo de uso,como usa,como usar,lavar na "
        "maquina,aplica,cara pakai,cara pake,pakainya,dicuci,cuci,mesin cuci,pemakaian,"
        "cach dung,su dung,dung sao,giat,giat may,cach xai,xai sao,bao quan,ใช้ยังไง,วิธีใช้,ซัก,ซักเครื่อง,"
        "ทายังไง,ทา,กินยังไง,使い方,洗濯,洗え,手洗い,使用方法,飲み方",
    ),
    Row(
        "suits",
        "whom it suits",
        "适合谁",
        False,
        "suitable,sensitive skin,oily skin,dry skin,kids,pregnant,skin type,for men,for women,age,"
        "allergy,适合,敏感肌,油皮,干皮,孕妇,小孩,老人,学生,肤质,黄皮,男生,女生,几岁,適合,乾肌,孕婦,膚質,"
        "幾歲,"
        "piel sensible,piel grasa,embarazada,embarazadas,ninos,ninas,sirve para,pele sensivel,pele "
        "oleosa,gravida,gravidas,criancas,serve para,cocok,kulit sensitif,bumil,busui,kulit berminyak,"
        "jerawat,anak,remaja,usia,"
        "da dau,da nhay cam,ba bau,bau,tre em,hop voi,da kho,mun,be,tuoi,ผิวแพ้ง่าย,คนท้อง,ผิวมัน,เด็ก,ผิวแห้ง,"
        "เป็นสิว,敏感肌,妊娠,子供,乾燥肌,メンズ,似合",
    ),
    Row(
        "contents",
        "what is in it, how much of it",
        "规格与成分",
        False,
        "ingredients,ml,grams,weight,dimensions,capacity,pack,pieces,set,included,contents,volume,"
        "battery,成分,配料,多少克,多少毫升,净含量,几片,几包,规格,多重,多大,容量,一盒,电池,含糖,規格,"
        "淨含量,幾片,幾包,電池,多重,"
        "ingredientes,contenido,gramos,piezas,incluye,trae,capacidad,peso,conteudo,gramas,pecas,vem "
        "quantos,capacidade,isi,isinya,gram,kandungan,komposisi,berat,beratnya,kapasitas,"
        "thanh phan,dung tich,bao nhieu ml,may cai,trong luong,may goi,hop may,ส่วนผสม,ปริมาณ,กี่ชิ้น,กี่ml,กี่กรัม,"
        "กี่แพ็ค,ความจุ,成分,容量,何ml,重さ,何個入り,内容量",
    ),
    Row(
        "expiry",
        "shelf life",
        "保质期",
        False,
        "expiry,expire,expiration,expiry date,shelf life,exp date,保质期,生产日期,过期,保質期,保存期限,"
        "有效期限,製造日期,vencimiento,caduca,vence,fecha de caducidad,validade,vence,vencimento,"
        "kadaluarsa,kedaluwarsa,expired,exp,expnya,"
        "han su dung,hsd,het han,date,ngay san xuat,nsx,วันหมดอายุ,หมดอายุ,ผลิต,賞味期限,消費期限,使用期限",
    ),
    Row(
        "gift",
        "gifts",
        "赠品",
        True,
        "gift,gifts,freebie,freebies,giveaway,赠品,送什么,送礼,有赠,抽奖,小样,贈品,送什麼,抽獎,小樣,"
        "regalo,regalos,sorteo,brinde,brindes,sorteio,hadiah,bonus,bonusnya,giveaway,free gift,qua tang,"
        "tang gi,tang kem,qua,minigame,ของแถม,แถม,แจก,おまけ,特典,プレゼント",
    ),
    Row(
        "show_it",
        "show it, try it on",
        "展示与试穿",
        False,
        "try it on,try on,show,back view,closer,zoom,side view,试穿,试一下,穿一下,看看,背面,后面,近点,"
        "对比,试色,上身看看,試穿,試一下,看一下,背後,靠近,對比,試色,"
        "muestra,mostrar,probar,pruebatela,pruebatelo,de cerca,por detras,mostra,mostrar,experimenta,"
        "veste,de perto,atras,spill,liat,lihat,lihatin,cobain,pakein,deketin,dekatin,review,"
        "mac thu,thu,xem,can canh,mat sau,len do,ลอง,ลองใส่,ขอดู,รีวิว,ด้านหลัง,ใกล้ๆ,ซูม,試着,着てみ,見せて,"
        "後ろ,アップ,着画",
    ),
    Row(
        "difference",
        "differences",
        "款式区别",
        False,
        "difference,compare,better,versus,vs,which one,区别,哪个好,哪款,不一样,一样吗,同款,區別,差別,"
        "哪個好,不一樣,diferencia,cual es mejor,diferente,diferenca,qual melhor,beda,bedanya,perbedaan,"
        "mending mana,bagusan mana,"
        "khac,khac nhau,loai nao,so sanh,ต่างกัน,ต่างจาก,อันไหนดี,違い,どっち,どちらが",
    ),
)
"""In order: where two topics are touched equally, the first one is meant."""
