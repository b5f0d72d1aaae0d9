// Commands as data, and their help.

#include "cli/command_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/text.h"

namespace vip::cli {
namespace {

constexpr std::size_t kHelpWidth = 100;
constexpr std::size_t kMostIndent = 34;

FlagInfo flag_info(const CLI::Option& option) {
  FlagInfo flag;
  if (option.get_positional()) {
    flag.name = option.get_name(true, false);
  } else {
    if (!option.get_lnames().empty()) flag.name = "--" + option.get_lnames().front();
    if (!option.get_snames().empty()) flag.short_name = "-" + option.get_snames().front();
    if (flag.name.empty()) std::swap(flag.name, flag.short_name);
  }
  if (option.get_items_expected_max() > 0) flag.value_name = option.get_type_name();
  flag.description = option.get_description();
  flag.initial = option.get_default_str();
  if (option.get_group() != "Options") flag.group = option.get_group();
  flag.required = option.get_required();
  flag.list = option.get_expected_max() > 1;
  return flag;
}

std::string spelled(const FlagInfo& flag) {
  std::string text = flag.short_name.empty() ? "" : flag.short_name + ", ";
  text += flag.name;
  if (!flag.value_name.empty() && flag.name.starts_with("-"))
    text += " " + flag.value_name + (flag.list ? "..." : "");
  return text;
}

std::string explained(const FlagInfo& flag) {
  std::string text = flag.description;
  if (flag.required && flag.name.starts_with("-")) text += " (required)";
  if (!flag.initial.empty()) text += " (default: " + flag.initial + ")";
  return text;
}

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string section(const std::string& title, const Rows& rows) {
  if (rows.empty()) return {};
  std::size_t widest = 0;
  for (const auto& [left, right] : rows) widest = std::max(widest, left.size());
  const std::size_t indent = std::min(widest + 4, kMostIndent);
  std::string text = "\n" + title + ":\n";
  for (const auto& [left, right] : rows) {
    text += "  " + left;
    const bool fits = left.size() + 4 <= indent;
    text += fits ? std::string(indent - left.size() - 2, ' ') : "\n" + std::string(indent, ' ');
    text += wrapped_text(right, indent, kHelpWidth) + "\n";
  }
  return text;
}

Rows rows_of(const std::vector<FlagInfo>& flags, const std::string& group) {
  Rows rows;
  for (const auto& flag : flags)
    if (flag.group == group) rows.emplace_back(spelled(flag), explained(flag));
  return rows;
}

Rows rows_of(const std::vector<CommandInfo>& commands, const std::string& group) {
  Rows rows;
  for (const auto& command : commands)
    if (command.group == group) rows.emplace_back(command.name, command.description);
  return rows;
}

// The commands' or flags' groups in the order in which they first come, those without one first.
template <class Info>
std::vector<std::string> groups_of(const std::vector<Info>& infos) {
  std::vector<std::string> groups{""};
  for (const auto& info : infos)
    if (std::find(groups.begin(), groups.end(), info.group) == groups.end())
      groups.push_back(info.group);
  return groups;
}

}  // namespace

std::vector<std::string> FlagInfo::choices() const {
  std::vector<std::string> words;
  if (value_name.find('|') == std::string::npos) return words;
  std::size_t begin = 0;
  while (begin <= value_name.size()) {
    const auto end = std::min(value_name.find('|', begin), value_name.size());
    words.push_back(value_name.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string CommandInfo::synopsis() const {
  std::string text = path;
  if (!commands.empty()) return text + " COMMAND";
  for (const auto& argument : arguments) {
    std::string word = argument.name;
    if (!argument.value_name.empty()) {
      text += " " + argument.value_name;
      continue;
    }
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    text += argument.required ? " " + word : " [" + word + "]";
  }
  for (const auto& flag : flags)
    if (flag.required) text += " " + spelled(flag);
  return text + " [options]";
}

CommandInfo command_tree(const CLI::App& command) {
  CommandInfo info;
  info.name = command.get_name();
  info.path = info.name;
  for (const auto* parent = command.get_parent(); parent != nullptr; parent = parent->get_parent())
    info.path = parent->get_name() + " " + info.path;
  info.description = command.get_description();
  // CLI11 gives a command the notes of its group until it has its own.
  if (command.get_parent() == nullptr || command.get_parent()->get_footer() != command.get_footer())
    info.notes = command.get_footer();
  if (command.get_group() != "Subcommands") info.group = command.get_group();
  for (const auto* option : command.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    (option->get_positional() ? info.arguments : info.flags).push_back(flag_info(*option));
  }
  // What every command has stands behind what is its own.
  std::stable_partition(info.flags.begin(), info.flags.end(), [](const FlagInfo& flag) {
    return flag.name != "--help" && flag.name != "--version" && flag.name != "--json";
  });
  for (const auto* below : command.get_subcommands([](const CLI::App* candidate) {
         return !candidate->get_group().empty() || candidate->get_name().empty();
       }))
    info.commands.push_back(command_tree(*below));
  return info;
}

std::vector<const CommandInfo*> leaves(const CommandInfo& root) {
  if (root.commands.empty()) return {&root};
  std::vector<const CommandInfo*> found;
  for (const auto& command : root.commands) {
    const auto below = leaves(command);
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

std::string wrapped_text(const std::string& text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::size_t column = indent;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find(' ', begin), text.size());
    const auto word = text.substr(begin, end - begin);
    const auto length = count_code_points(word);
    if (column > indent && column + 1 + length > width) {
      lines.append("\n").append(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += length;
    begin = end + 1;
  }
  return lines;
}

std::string help_text(const CommandInfo& command) {
  std::string text = wrapped_text(command.description, 0, kHelpWidth) +
                     "\n\nUsage: " + wrapped_text(command.synopsis(), 7, kHelpWidth) + "\n";
  for (const auto& group : groups_of(command.commands))
    text += section(group.empty() ? "Commands" : group, rows_of(command.commands, group));
  text += section("Arguments", rows_of(command.arguments, ""));
  for (const auto& group : groups_of(command.flags))
    text += section(group.empty() ? "Options" : group, rows_of(command.flags, group));
  if (!command.notes.empty()) text += "\n" + command.notes + "\n";
  return text;
}

}  // namespace vip::cli
