#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

// How commands declare themselves. Help, errors, completion, the manual page and docs/commands.md
// all follow from what stands here (cli/command_tree.h).

namespace vip::cli {

struct Example {
  std::string command;  // as it is typed; a test runs it
  std::string says;     // shown as a comment behind it; may be empty
};
// What help says below the flags.
void describe(CLI::App& command, const std::string& prose, const std::vector<Example>& examples);

// --name VALUE
CLI::Option* add_value(CLI::App& command, const std::string& name, std::string& value,
                       const std::string& value_name, const std::string& description);
// A word without a flag that must be there.
CLI::Option* add_argument(CLI::App& command, const std::string& name, std::string& value,
                          const std::string& description);
// One of a few words.
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& description);

// What the values of a list look like.
struct ListOf {
  std::string value_name;
  std::function<bool(const std::string&)> accepts;
  std::string accepted;  // "a scope is <group>:<action>, as in contact:read"
};
const ListOf& scope_list();
const ListOf& address_list();
// Values that are separated by commas or blanks, or each behind a flag of its own.
CLI::Option* add_list(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                      const ListOf& of, const std::string& description);

// The command line with every list spread: `--allow A B` becomes `--allow A --allow B`. A word
// that no value of the list looks like is the command's own argument, where it takes one.
std::vector<std::string> spread_lists(CLI::App& app, const std::vector<std::string>& words);

}  // namespace vip::cli
