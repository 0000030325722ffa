import helper
import package.inside

helper.keep(package.inside.Loud("kept by helper"))
print(helper.NAME, package.inside.__name__, package.__path__ == ["/work/package"])
main_object = package.inside.Loud("global of main")
