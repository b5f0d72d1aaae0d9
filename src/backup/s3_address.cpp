#include <algorithm>
#include <cctype>

#include "backup/path_parts.h"
#include "backup/s3_store.h"

namespace vip {
namespace {

constexpr std::string_view kS3Scheme = "s3://";
constexpr std::size_t kShortestBucket = 3, kLongestBucket = 63, kLongestPrefix = 512;

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_bucket(std::string_view text) {
  return text.size() >= kShortestBucket && text.size() <= kLongestBucket &&
         is_lower(text.front()) && is_lower(text.back()) &&
         text.find("..") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || c == '-' || c == '.'; });
}

// What stands in an address and in a signature without encoding.
bool is_prefix(std::string_view text) {
  const auto is_part = [](std::string_view name) {
    return !name.empty() && name != "." && name != ".." && std::ranges::all_of(name, [](char c) {
      return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    });
  };
  return text.size() <= kLongestPrefix && std::ranges::all_of(path_parts(text), is_part);
}

bool is_graph(char c) { return c > ' ' && c < '\x7f'; }

}  // namespace

bool is_s3_address(std::string_view text) { return text.starts_with(kS3Scheme); }

S3Address s3_address(std::string_view text) {
  std::string_view rest = text.substr(kS3Scheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  S3Address address{std::string{rest.substr(0, slash)}, {}};
  rest.remove_prefix(std::min(slash + 1, rest.size()));
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (!is_bucket(address.bucket) || (!rest.empty() && !is_prefix(rest)))
    throw std::runtime_error{
        "The place of backups \"" + std::string{text} +
        "\" is no address of an object store: s3://BUCKET/PREFIX, with a bucket of 3 to 63 of a-z, "
        "0-9, '.' and '-', and a prefix of letters, digits, '.', '-', '_' and '/'."};
  if (!rest.empty()) address.prefix = std::string{rest} + "/";
  return address;
}

std::optional<std::pair<std::string, std::string>> s3_credentials(std::string_view text) {
  std::pair<std::string, std::string> found;
  for (std::string* part : {&found.first, &found.second}) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || !std::ranges::all_of(line, is_graph)) return std::nullopt;
    *part = line;
  }
  return text.empty() ? std::optional{found} : std::nullopt;
}

}  // namespace vip
