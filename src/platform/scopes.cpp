// Scopes as sets of names.
//
// A resource may require a narrower group than its domain's, so "contact:read" must admit
// "contact.addresses:read" too. The implication is computed on look-up and never stored, so that a
// new resource needs no change to any client.

#include <algorithm>
#include <array>

#include "platform/scopes.h"

namespace vip {
namespace {

bool is_word(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_scope(std::string_view scope) {
  const auto colon = scope.find(':');
  if (colon == std::string_view::npos || !is_word(scope.substr(colon + 1))) return false;
  const auto group = scope.substr(0, colon);
  const auto dot = group.find('.');
  if (dot == std::string_view::npos) return is_word(group);
  return is_word(group.substr(0, dot)) && is_word(group.substr(dot + 1));
}

// "group" + ':' + "action" without an allocation: called several times per request.
bool contains(const ScopeSet::Names& names, std::string_view group, std::string_view action) {
  std::array<char, 96> buffer{};
  if (group.size() + action.size() + 1 > buffer.size()) return false;
  auto* end = std::copy(group.begin(), group.end(), buffer.data());
  *end++ = ':';
  end = std::copy(action.begin(), action.end(), end);
  return names.contains(
      std::string_view{buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

}  // namespace

ScopeSet::ScopeSet(Names scopes) {
  if (!scopes.empty()) scopes_ = std::make_shared<const Names>(std::move(scopes));
}

std::optional<ScopeSet> ScopeSet::parse(std::string_view text) {
  Names names;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!is_scope(word)) return std::nullopt;
    names.emplace(word);
  }
  return ScopeSet{std::move(names)};
}

const ScopeSet::Names& ScopeSet::all() const {
  static const Names kNone;
  return scopes_ ? *scopes_ : kNone;
}

bool ScopeSet::admits(std::string_view group, std::string_view resource,
                      std::string_view action) const {
  if (!scopes_) return false;
  if (contains(*scopes_, group, action)) return true;
  if (resource.empty()) return false;
  std::string narrower{group};
  narrower.append(1, '.').append(resource);
  return contains(*scopes_, narrower, action);
}

bool ScopeSet::admits(std::string_view scope) const {
  if (!scopes_) return false;
  if (scopes_->contains(scope)) return true;
  const auto dot = scope.find('.');
  const auto colon = scope.find(':');
  if (dot == std::string_view::npos || colon == std::string_view::npos || dot > colon) return false;
  return contains(*scopes_, scope.substr(0, dot), scope.substr(colon + 1));
}

bool ScopeSet::admits_all(const ScopeSet& other) const {
  const auto& wanted = other.all();
  return std::all_of(wanted.begin(), wanted.end(),
                     [this](const auto& scope) { return admits(scope); });
}

ScopeSet ScopeSet::intersect(const ScopeSet& other) const {
  if (*this == other) return *this;
  Names both;
  for (const auto& scope : all())
    if (other.admits(scope)) both.insert(scope);
  for (const auto& scope : other.all())
    if (admits(scope)) both.insert(scope);
  return ScopeSet{std::move(both)};
}

ScopeSet ScopeSet::reduced() const {
  Names names;
  for (const auto& scope : all()) {
    const auto dot = scope.find('.');
    const auto colon = scope.find(':');
    const bool narrow = dot != std::string::npos && dot < colon;
    if (!narrow || !contains(*scopes_, std::string_view{scope}.substr(0, dot),
                             std::string_view{scope}.substr(colon + 1)))
      names.insert(scope);
  }
  return ScopeSet{std::move(names)};
}

std::string ScopeSet::to_string() const {
  std::string text;
  for (const auto& scope : all()) {
    if (!text.empty()) text += ' ';
    text += scope;
  }
  return text;
}

}  // namespace vip
