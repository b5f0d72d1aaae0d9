#pragma once

#include <array>
#include <string_view>

namespace CLI {
class App;
}

// The commands of `vip`. A command is one file that adds itself to the app: to make a new one,
// write `void add_<name>_command(CLI::App& app, Outcome& outcome)` in cli/<name>.cpp and add its
// name here.
#define VIP_COMMANDS(X) \
  X(sandbox)            \
  X(init)               \
  X(serve)              \
  X(config)             \
  X(business)           \
  X(customer)           \
  X(client)             \
  X(tenant)             \
  X(grant)              \
  X(key)                \
  X(audit)              \
  X(backup)             \
  X(restore)            \
  X(token)              \
  X(api)                \
  X(check)              \
  X(explain)            \
  X(openapi)            \
  X(completion)         \
  X(man)

namespace vip::cli {

// How `vip` ends, for scripts.
enum ExitCode : int {
  kDone = 0,
  kRefused = 1,      // understood, but not possible as things are
  kUsage = 2,        // the command line is wrong
  kUnreachable = 3,  // the data directory, its lock or a server cannot be had
};
struct ExitCodeMeaning {
  int code;
  std::string_view meaning;
};
inline constexpr std::array kExitCodes{
    ExitCodeMeaning{kDone, "done"},
    ExitCodeMeaning{kRefused, "refused or failed: the message says why"},
    ExitCodeMeaning{kUsage, "the command line or a setting is wrong"},
    ExitCodeMeaning{kUnreachable, "the data directory or the server cannot be reached"},
};

// Groups of commands in help.
inline constexpr auto kServing = "Serve";
inline constexpr auto kAdministration = "Administer";
inline constexpr auto kCalling = "Call the API";
inline constexpr auto kHelp = "Help";
inline constexpr auto kDevelopment = "Develop";

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
