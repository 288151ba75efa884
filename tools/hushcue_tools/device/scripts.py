"""MicroPython for the chip's prompt: the helpers that SerialDevice calls. They are sent, never installed.

Answers are JSON, one value a line. A failure is the exception that the chip raises, which the prompt hands back.
"""

PRELUDE = """
import os,sys,gc,json,binascii,hashlib
def hc_kind(p):
 try:
  return os.stat(p)[0]&0x4000 and 2 or 1
 except OSError:
  return 0
def hc_folder(p):
 m=""
 for n in p.split("/"):
  if n:
   m+="/"+n
   if not hc_kind(m):
    os.mkdir(m)
def hc_list(p):
 if hc_kind(p or "/")==2:
  for f in os.ilistdir(p):
   print(json.dumps([f[0],f[1]&0x4000!=0,f[3] if len(f)>3 else 0]))
def hc_hash(ps):
 b=memoryview(bytearray(512))
 for p in ps:
  if hc_kind(p)!=1:
   continue
  h=hashlib.sha256()
  s=0
  with open(p,"rb") as f:
   n=f.readinto(b)
   while n:
    h.update(b[:n])
    s+=n
    n=f.readinto(b)
  print(json.dumps([p,s,binascii.hexlify(h.digest()).decode()]))
def hc_open(p):
 global hc_f
 if hc_kind(p)!=1:
  print(-1)
  return
 hc_f=open(p,"rb")
 print(os.stat(p)[6])
def hc_read(n):
 d=hc_f.read(n)
 if d:
  print(binascii.b2a_base64(d).decode().strip())
 else:
  hc_f.close()
def hc_new(p):
 global hc_f,hc_n
 hc_folder(p[:p.rfind("/")])
 hc_f=open(p+".new","wb")
 hc_n=0
def hc_write(d):
 global hc_n
 d=binascii.a2b_base64(d)
 hc_f.write(d)
 hc_n+=len(d)
def hc_done(p,n):
 hc_f.flush()
 hc_f.close()
 if hc_n!=n or os.stat(p+".new")[6]!=n:
  raise OSError("%d of %d bytes arrived"%(hc_n,n))
 os.rename(p+".new",p)
def hc_copy(p,q):
 hc_folder(q[:q.rfind("/")])
 b=memoryview(bytearray(512))
 with open(p,"rb") as f:
  with open(q+".new","wb") as g:
   n=f.readinto(b)
   while n:
    g.write(b[:n])
    n=f.readinto(b)
   g.flush()
 os.rename(q+".new",q)
def hc_remove(p):
 k=hc_kind(p)
 if k==2:
  for f in list(os.ilistdir(p)):
   hc_remove(p+"/"+f[0])
  os.rmdir(p)
 elif k:
  os.remove(p)
"""

FACTS = """
gc.collect()
hc_v=os.statvfs("/")
hc_i=sys.implementation
print(json.dumps({"version":list(hc_i.version)[:3],"machine":getattr(hc_i,"_machine",""),"platform":sys.platform,"mpy":getattr(hc_i,"_mpy",0),"free":hc_v[0]*hc_v[3],"total":hc_v[0]*hc_v[2],"heap":gc.mem_free()}))
"""
