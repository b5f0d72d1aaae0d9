// The manual of the commands, from their declarations.

#include "cli/manual.h"

#include "cli/commands.h"
#include "vip_version.h"

namespace vip::cli {
namespace {

// Text for troff: its escapes and control lines mean nothing in ours.
std::string roff(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = i == 0 || text[i - 1] == '\n';
    if (begins && (text[i] == '.' || text[i] == '\'')) out += "\\&";
    if (text[i] == '\\')
      out += "\\e";
    else if (text[i] == '-')
      out += "\\-";
    else if (text[i] == '\'')
      out += "\\(aq";
    else if (text[i] == '`')
      out += "\\(ga";
    else
      out += text[i];
  }
  return out;
}

bool is_setting(const FlagInfo& flag) { return flag.group.starts_with("Settings"); }

std::string manual_spelling(const FlagInfo& flag) {
  std::string text = flag.short_name.empty() ? "" : flag.short_name + ", ";
  text += flag.name;
  if (!flag.value_name.empty() && flag.name.starts_with("-"))
    text += " " + flag.value_name + (flag.list ? "..." : "");
  return text;
}

std::string manual_meaning(const FlagInfo& flag) {
  return flag.description + (flag.required && flag.name.starts_with("-") ? " (required)" : "") +
         (flag.initial.empty() ? "" : " (default: " + flag.initial + ")");
}

// The settings have their own list, but for the few that a command has alone.
bool lists_settings(const CommandInfo& command) {
  std::size_t count = 0;
  for (const auto& flag : command.flags) count += is_setting(flag) ? 1U : 0U;
  return count > 2;
}

std::vector<const FlagInfo*> shown_flags(const CommandInfo& command) {
  std::vector<const FlagInfo*> shown;
  for (const auto& argument : command.arguments) shown.push_back(&argument);
  for (const auto& flag : command.flags) {
    const bool everywhere =
        flag.name == "--help" || flag.name == "--config" || flag.name == "--data";
    if (!everywhere && !(is_setting(flag) && lists_settings(command))) shown.push_back(&flag);
  }
  return shown;
}

void add_roff_command(std::string& text, const CommandInfo& command) {
  text += ".SS " + roff(command.synopsis()) + "\n" + roff(command.description) + ".\n";
  for (const auto* flag : shown_flags(command))
    text += ".TP\n.B " + roff(manual_spelling(*flag)) + "\n" + roff(manual_meaning(*flag)) + ".\n";
  if (lists_settings(command)) text += ".PP\nIt takes every setting below as a flag.\n";
  if (!command.notes.empty()) text += ".PP\n.nf\n" + roff(command.notes) + "\n.fi\n";
}

// A group's notes stand before its commands.
void add_roff_commands(std::string& text, const CommandInfo& command) {
  if (command.commands.empty()) return add_roff_command(text, command);
  if (!command.notes.empty())
    text += ".SS " + roff(command.path) + "\n" + roff(command.description) + ".\n.PP\n.nf\n" +
            roff(command.notes) + "\n.fi\n";
  for (const auto& below : command.commands) add_roff_commands(text, below);
}

const CommandInfo* command_named(const CommandInfo& root, const std::string& name) {
  for (const auto& command : root.commands)
    if (command.name == name) return &command;
  return nullptr;
}

std::string ending(const std::string& text) {
  return text.ends_with('.') || text.ends_with(')') ? text : text + ".";
}

void add_markdown_command(std::string& text, const CommandInfo& command, const std::string& level) {
  text += "\n" + level + " " + command.path + "\n\n" + ending(command.description) + "\n";
  if (command.commands.empty()) {
    text += "\n```\n" + command.synopsis() + "\n```\n";
    const auto flags = shown_flags(command);
    if (!flags.empty()) text += "\n| Argument or flag | Meaning |\n| --- | --- |\n";
    for (const auto* flag : flags) {
      std::string spelling = manual_spelling(*flag);
      for (std::size_t at = 0; (at = spelling.find('|', at)) != std::string::npos; at += 2)
        spelling.insert(at, "\\");
      text += "| `" + spelling + "` | " + manual_meaning(*flag) + " |\n";
    }
    if (lists_settings(command))
      text += "\nIt takes every setting as a flag; `vip config --help` lists them.\n";
  }
  if (!command.notes.empty()) text += "\n```\n" + command.notes + "\n```\n";
  for (const auto& below : command.commands) add_markdown_command(text, below, level + "#");
}

}  // namespace

std::string manual_page(const CommandInfo& root) {
  std::string text = ".TH VIP 1 \"\" \"vip " + std::string{kVersion} + "\" \"User Commands\"\n";
  text +=
      ".SH NAME\nvip \\- a Veterinary Integration Platform: its server, its administration, a "
      "client\n";
  text +=
      ".SH SYNOPSIS\n.B vip\n.I command\n[\\fIargument\\fR ...] [\\fIoption\\fR ...]\n.br\n"
      ".B vip\n.I command\n.B \\-\\-help\n";
  text += ".SH DESCRIPTION\n.nf\n" + roff(root.notes) + "\n.fi\n";
  text += ".SH OPTIONS\n";
  for (const auto& flag : root.flags)
    text += ".TP\n.B " + roff(manual_spelling(flag)) + "\n" + roff(manual_meaning(flag)) + ".\n";
  text += ".SH COMMANDS\n";
  for (const auto& command : root.commands) add_roff_commands(text, command);
  if (const auto* serve = command_named(root, "serve"); serve != nullptr) {
    text +=
        ".SH SETTINGS\nOf a flag, else of the environment, else of the file that \\-\\-config "
        "or VIP_CONFIG names.\n";
    for (const auto& flag : serve->flags)
      if (is_setting(flag))
        text += ".TP\n.B " + roff(manual_spelling(flag)) + "\n" +
                roff(ending(manual_meaning(flag))) + "\n";
  }
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitCodes)
    text += ".TP\n.B " + std::to_string(code) + "\n" + roff(std::string{meaning}) + ".\n";
  text +=
      ".TP\n.B 4, 5\nThe server refused a request of vip api or vip token (4xx), or failed "
      "(5xx).\n";
  return text;
}

std::string commands_as_markdown(const CommandInfo& root) {
  std::string text =
      "# Commands\n\nEvery command of `vip`, as `--help` explains it. This page is made from the "
      "commands' declarations: `vip man\n--markdown > docs/commands.md`. "
      "[operations.md](operations.md) says how to operate an installation.\n";
  text += "\n```\n" + root.notes + "\n```\n";
  for (const auto& command : root.commands) add_markdown_command(text, command, "##");
  return text;
}

}  // namespace vip::cli
