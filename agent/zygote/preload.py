# Imports modules before the first fork, and hides them again: sys.modules, the importer and the warning filters are as they
# were, until the program imports one of them. Then that one is there at once, with all that it had imported itself.
#
# Run in the booted interpreter, in a namespace of its own. Its functions pass for the importer's, whose lines are left out of
# the tracebacks of failed imports.
import builtins
import posix
import sys

import _frozen_importlib as importer
import _warnings

hidden = {}  # name -> module, in the order in which they were imported
needs = {}  # name -> names of what its code imports
filters = {}  # name -> what it put before the warning filters, the last one first
closures = {}  # of the modules that were asked for: worked out before there is somebody who waits
strangers = {}  # name of a submodule -> the package that does not import it itself, and so is not to have it yet
seeds = {}  # name -> what gives it new random numbers
seeded = 0  # the process that has them
whole = {}  # sys.modules as it is when nothing is hidden
load = importer._find_and_load


def preload(names, seeders):
    """Returns all modules that there are then, by name."""
    booted, filters_before = set(sys.modules), list(_warnings.filters)
    cached = set(sys.path_importer_cache)
    trace(names, booted)
    for name in hidden:
        del sys.modules[name]
    set_filters(_warnings, filters_before)
    for path in set(sys.path_importer_cache) - cached:
        del sys.path_importer_cache[path]
    for name in needs:
        needs[name] = [one for one in needs[name] if one in hidden]
    for name in names:
        closures[name] = closure(name)
    importer._find_and_load = find_and_load
    for dotted in seeders:
        module, _, name = dotted.rpartition(".")
        seeds[module] = vars(whole[module])[name]
    return whole


def seed():
    """In each child."""
    global seeded
    seeded = posix.getpid()
    for one in seeds.values():
        one()


def trace(names, booted):
    importing = [""]
    import_ = builtins.__import__

    def note(name):
        needs.setdefault(importing[-1], {})[name] = None

    def find_and_load(name, import_):
        note(name)
        importing.append(name)
        modules_before, filters_before = len(sys.modules), [id(one) for one in _warnings.filters]
        try:
            module = load(name, import_)
            for late in list(sys.modules)[modules_before:]:  # what C code makes without the importer, too
                note(late)
        finally:
            importing.pop()
        claimed = {id(one) for some in filters.values() for one in some}
        filters[name] = [one for one in _warnings.filters if id(one) not in filters_before and id(one) not in claimed]
        return module

    def traced(name, globals=None, locals=None, fromlist=(), level=0):
        full = importer._resolve_name(name, importer._calc___package__(globals), level) if level else name
        note(full)
        if full in strangers:
            show_attribute(full)
        for one in fromlist or ():
            note(f"{full}.{one}")
        return import_(name, globals, locals, fromlist, level)

    importer._find_and_load, builtins.__import__ = find_and_load, traced
    try:
        for name in names:
            traced(name)
            whole.update(sys.modules)
            hidden.update((name, module) for name, module in whole.items() if name not in booted)
            hide_attributes()
    finally:
        importer._find_and_load, builtins.__import__ = load, import_


def closure(name):
    """What comes with it, in the order of its loading."""
    wanted, found = [name], {}
    while wanted:
        one = wanted.pop()
        if one in found or one not in hidden:
            continue
        found[one] = None
        wanted.extend(needs.get(one, ()))
        wanted.append(one.rpartition(".")[0])
    return [one for one in list(hidden) if one in found]


def hide_attributes():
    own = {}
    for name, module in hidden.items():
        parent, _, child = name.rpartition(".")
        if not parent or vars(whole[parent]).get(child) is not module:
            continue
        if parent not in own:
            own[parent] = set(closure(parent))
        if name not in own[parent]:
            strangers[name] = whole[parent]
            delattr(whole[parent], child)


def show_attribute(name):
    package = strangers.pop(name, None)
    if package is not None:
        setattr(package, name.rpartition(".")[2], whole[name])


def set_filters(warnings, those):
    warnings.filters[:] = those
    getattr(_warnings, "_filters_mutated", int)()


def find_and_load(name, import_):
    if name not in hidden or name in sys.modules or not sys.meta_path:
        return load(name, import_)
    parent = name.rpartition(".")[0]
    if parent and parent not in sys.modules:
        importer._call_with_frames_removed(import_, parent)
    is_ours = sys.modules.get(parent) is whole[parent] if parent else would_be_found(name)
    if is_ours:
        reveal(closures.get(name) or closure(name))
    return load(name, import_)


def would_be_found(name):
    """Whether the program's own search would lead to the same file."""
    spec, own = importer._find_spec(name, None), getattr(hidden.get(name), "__spec__", None)
    return spec is not None and own is not None and spec.origin == own.origin


def reveal(names):
    """Another thread may be doing the same: one that is no longer hidden is in sys.modules, and its thread does the rest."""
    added = []
    for name in names:
        module = hidden.get(name)
        if module is None:
            continue
        sys.modules.setdefault(name, module)
        if hidden.pop(name, None) is None:
            continue
        show_attribute(name)
        added[:0] = filters.get(name, ())
        # As if it were loaded now: forks that the program made before do not share its numbers.
        if name in seeds and seeded != posix.getpid():
            seeds[name]()
    if added:
        warnings = sys.modules.get("warnings", _warnings)
        set_filters(warnings, added + warnings.filters)
