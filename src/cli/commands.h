#pragma once

namespace CLI {
class App;
}

// The commands of `vip`. A command is one file that adds itself to the app: to make a new one,
// write `void add_<name>_command(CLI::App& app, Outcome& outcome)` in cli/<name>.cpp and add its
// name here.
#define VIP_COMMANDS(X) \
  X(business)           \
  X(customer)           \
  X(client)             \
  X(tenant)             \
  X(grant)              \
  X(key)                \
  X(config)             \
  X(serve)              \
  X(sandbox)            \
  X(check)              \
  X(openapi)            \
  X(explain)

namespace vip::cli {

// How `vip` ends, for scripts.
enum ExitCode : int {
  kDone = 0,
  kRefused = 1,      // understood, but not possible as things are
  kUsage = 2,        // the command line is wrong
  kUnreachable = 3,  // the data directory, its lock or the serving process cannot be had
};

// What the command that ran leaves behind; its callback sets it.
struct Outcome {
  int exit_code = kDone;
};

#define VIP_DECLARE_COMMAND(name) void add_##name##_command(CLI::App& app, Outcome& outcome);
VIP_COMMANDS(VIP_DECLARE_COMMAND)
#undef VIP_DECLARE_COMMAND

// Parses the command line, runs the command, returns the exit code.
int run(int argc, char** argv);

}  // namespace vip::cli
