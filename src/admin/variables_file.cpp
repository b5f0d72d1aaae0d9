#include "admin/variables_file.h"

#include <fstream>
#include <string_view>

namespace vip {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() > 1 && (text.front() == '"' || text.front() == '\'') &&
                      text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::optional<Variables> read_variables(const std::string& file) {
  std::ifstream input{file};
  if (!input) return std::nullopt;
  Variables variables;
  for (std::string line; std::getline(input, line);) {
    std::string_view rest = trimmed(line);
    if (rest.starts_with("#")) continue;
    if (rest.starts_with("export ")) rest = trimmed(rest.substr(7));
    const auto equals = rest.find('=');
    if (equals != std::string_view::npos)
      variables[std::string{trimmed(rest.substr(0, equals))}] =
          unquoted(trimmed(rest.substr(equals + 1)));
  }
  return variables;
}

}  // namespace vip
