#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/setting_flags.h"
#include "config/settings.h"
#include "core/json.h"

namespace CLI {
class App;
}

// What the administration commands share: their options, the call and the output of its result.

namespace vip::cli {

// The settings say which data directory; nothing else of them matters to these commands.
struct AdminOptions {
  config::Settings settings;
  SettingFlags flags{settings};
  bool json = false;
};
void add_admin_options(CLI::App& command, AdminOptions& options);

// The arguments of a call as a JSON object; what is empty is left out.
class CallArguments {
 public:
  CallArguments& text(std::string_view name, const std::string& value);
  CallArguments& texts(std::string_view name, const std::vector<std::string>& values);
  // A list also when it is empty: "set to nothing".
  CallArguments& list(std::string_view name, const std::vector<std::string>& values);
  CallArguments& flag(std::string_view name, bool value);
  CallArguments& number(std::string_view name, std::int64_t value);
  std::string json() const { return text_ + "}"; }

 private:
  std::string& member(std::string_view name);
  std::string text_ = "{";
};

struct AdminCommand {
  std::string name;                  // "client create"
  std::vector<std::string> columns;  // of a list, in the order to show them
  std::string note;                  // shown after a success, not with --json
};

// Calls, shows the result or the refusal, returns the exit code. Says on the standard error output
// which data directory it uses.
int call(const AdminCommand& command, AdminOptions& options, const CallArguments& arguments);
// The same with settings that are loaded.
int call(const AdminCommand& command, const config::Settings& settings, const SettingFlags& flags,
         bool as_json, const CallArguments& arguments);

// Calls commands, one after the other, whose result is a page ({"results": […], "next": N}) until
// there is no further one, and shows each result. `arguments` takes the `next` of the page before;
// `show` returns whether to go on.
int call_pages(const std::vector<std::string>& commands, AdminOptions& options,
               const std::function<CallArguments(std::int64_t after)>& arguments,
               const std::function<bool(const json::Node& result)>& show);

}  // namespace vip::cli
