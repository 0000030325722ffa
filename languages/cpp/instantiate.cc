// A plug-in for g++, used only while headers are precompiled: `#pragma neuron instantiate` instantiates what the code so
// far has asked for, which g++ would do at the end of each program that includes the header.
struct cpp_reader;
struct plugin_name_args;
struct plugin_gcc_version;

// From GCC 14's plugin.def, c-pragma.h and cp-tree.h. The compiler exports them; it checks no version for us, so the
// build of the image compiles a program with what comes of it.
constexpr int PLUGIN_PRAGMAS = 15;
extern "C" void register_callback(const char *plugin, int event, void (*)(void *, void *), void *);
void c_register_pragma(const char *space, const char *name, void (*)(cpp_reader *));
void instantiate_pending_templates(int retries);
extern int at_eof;

static void instantiate(cpp_reader *) {
  // As at the end of a file: what is instantiated is then known to be needed, as it will be there.
  at_eof = 1;
  instantiate_pending_templates(0);
  at_eof = 0;
}

static void register_pragmas(void *, void *) { c_register_pragma("neuron", "instantiate", instantiate); }

extern "C" {
int plugin_is_GPL_compatible;

int plugin_init(plugin_name_args *, plugin_gcc_version *) {
  register_callback("neuron", PLUGIN_PRAGMAS, register_pragmas, nullptr);
  return 0;
}
}
