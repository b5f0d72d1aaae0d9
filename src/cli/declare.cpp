// Declarations of commands on top of CLI11.

#include "cli/declare.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/text.h"
#include "platform/address_range.h"
#include "platform/scopes.h"

namespace vip::cli {
namespace {

std::string or_list(const std::vector<std::string>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  return text;
}

std::string joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const auto& choice : choices) text.append(text.empty() ? "" : "|").append(choice);
  return text;
}

// One of add_list: others take one value behind each flag.
bool is_list(const CLI::Option& option) { return option.get_delimiter() == ','; }

bool fits(CLI::Option& list, const std::string& word) {
  std::string rest = word;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string item = rest.substr(0, comma);
    if (!(*list.get_validator(0))(item).empty()) return false;
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
  }
  return true;
}

// Reads the words as CLI11 will: which command, which flag, which argument.
class Spreader {
 public:
  explicit Spreader(CLI::App& app) : command_{&app} {}

  std::vector<std::string> spread(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "--") {
        spread_.insert(spread_.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
        break;
      }
      spread_.push_back(word);
      if (word.starts_with("-") && word.size() > 1) {
        i = past_flag(words, i);
      } else if (auto* next = subcommand(word); next != nullptr) {
        command_ = next;
        arguments_ = 0;
      } else {
        ++arguments_;
      }
    }
    return spread_;
  }

 private:
  CLI::App* subcommand(const std::string& word) const {
    const auto named = command_->get_subcommands(
        [&](const CLI::App* candidate) { return candidate->get_name() == word; });
    return named.empty() ? nullptr : named.front();
  }

  // The index of the last word that belongs to the flag.
  std::size_t past_flag(const std::vector<std::string>& words, std::size_t at) {
    const std::string& word = words[at];
    const auto equals = word.find('=');
    auto* option = command_->get_option_no_throw(word.substr(0, equals));
    if (option == nullptr || option->get_items_expected_max() == 0) return at;
    if (equals == std::string::npos) {
      if (at + 1 == words.size()) return at;
      spread_.push_back(words[++at]);
    }
    if (!is_list(*option)) return at;
    while (at + 1 < words.size() && belongs(*option, words[at + 1])) {
      spread_.push_back(word.substr(0, equals));
      spread_.push_back(words[++at]);
    }
    return at;
  }

  bool belongs(CLI::Option& list, const std::string& word) const {
    if (word.starts_with("-")) return false;
    const auto positional = [](const CLI::Option* option) { return option->get_positional(); };
    const auto wanted = command_->get_options(positional).size();
    return arguments_ >= wanted || fits(list, word);
  }

  CLI::App* command_;
  std::size_t arguments_ = 0;
  std::vector<std::string> spread_;
};

}  // namespace

void describe(CLI::App& command, const std::string& prose, const std::vector<Example>& examples) {
  std::string text = prose;
  if (!examples.empty()) text += std::string(text.empty() ? "" : "\n\n") + "Examples:";
  std::size_t width = 0;
  for (const auto& example : examples)
    if (!example.says.empty()) width = std::max(width, example.command.size());
  for (const auto& example : examples) {
    text += "\n  " + example.command;
    if (!example.says.empty())
      text += std::string(width - example.command.size() + 2, ' ') + "# " + example.says;
  }
  command.footer(text);
}

CLI::Option* add_value(CLI::App& command, const std::string& name, std::string& value,
                       const std::string& value_name, const std::string& description) {
  return command.add_option(name, value, description)->type_name(value_name);
}

CLI::Option* add_argument(CLI::App& command, const std::string& name, std::string& value,
                          const std::string& description) {
  return command.add_option(name, value, description)->required()->type_name("");
}

CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& description) {
  const CLI::Validator check{
      [choices](std::string& word) -> std::string {
        if (std::find(choices.begin(), choices.end(), word) != choices.end()) return {};
        const auto near = nearest(word, {choices.begin(), choices.end()});
        return "takes " + or_list(choices) + ", not " + word + "." +
               (near.empty() ? "" : " Did you mean " + std::string{near} + "?");
      },
      "", "choice"};
  return command.add_option(name, value, description)->check(check)->type_name(joined(choices));
}

const ListOf& scope_list() {
  static const ListOf list{"SCOPE",
                           [](const std::string& word) {
                             return word == "all" || word == "all-but-pii" ||
                                    ScopeSet::parse(word).has_value();
                           },
                           "takes scopes as contact:read, or all, or all-but-pii"};
  return list;
}

const ListOf& address_list() {
  static const ListOf list{
      "RANGE", [](const std::string& word) { return AddressRange::parse(word).has_value(); },
      "takes address ranges as 203.0.113.0/24, 203.0.113.7, 2001:db8::/32 or 2001:db8::1"};
  return list;
}

CLI::Option* add_list(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                      const ListOf& of, const std::string& description) {
  const CLI::Validator check{[of](std::string& word) -> std::string {
                               return of.accepts(word) ? "" : of.accepted + ", not " + word;
                             },
                             "", "list"};
  return command.add_option(name, values, description)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(check)
      ->type_name(of.value_name);
}

std::vector<std::string> spread_lists(CLI::App& app, const std::vector<std::string>& words) {
  return Spreader{app}.spread(words);
}

}  // namespace vip::cli
