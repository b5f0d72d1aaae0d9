#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

// The declared commands as plain data, from which help, errors, completion, the manual page and
// docs/commands.md are made.

namespace vip::cli {

struct FlagInfo {
  std::string name;        // "--data"; of an argument its name alone
  std::string short_name;  // "-q", mostly empty
  std::string value_name;  // "DIR", "sandbox|production"; empty: takes no value
  std::string description;
  std::string initial;  // its default, when there is one to tell
  std::string group;    // "Settings"; empty: an option of the command itself
  bool required = false;
  bool list = false;

  std::vector<std::string> choices()
      const;  // of the value name; none when it is not a list of them
};

struct CommandInfo {
  std::string path;  // "vip client create"
  std::string name;  // "create"
  std::string description;
  std::string group;  // where its parent lists it
  std::string notes;  // prose and examples
  std::vector<FlagInfo> arguments;
  std::vector<FlagInfo> flags;
  std::vector<CommandInfo> commands;  // below it, in the order of declaration

  std::string synopsis() const;  // "vip client create --business NAME --name NAME [options]"
};

CommandInfo command_tree(const CLI::App& command);

// Every command that does something, not the groups: depth first.
std::vector<const CommandInfo*> leaves(const CommandInfo& root);

// What --help prints.
std::string help_text(const CommandInfo& command);

// Text that is broken into lines of at most `width` characters; the second and later lines are
// indented.
std::string wrapped_text(const std::string& text, std::size_t indent, std::size_t width);

}  // namespace vip::cli
