import time

print(time.tzname, time.timezone, time.localtime(0), time.strftime("%Z", time.localtime(0)))
import datetime
print(datetime.datetime.fromtimestamp(0).astimezone())
