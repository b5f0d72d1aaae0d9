#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace vip {

// A set of scopes such as "contact:read", "contact.addresses:create", "contact:pii". A wider scope
// implies the narrower. Immutable and shared: a copy costs a pointer, because every request has
// one.
class ScopeSet {
 public:
  using Names = std::set<std::string, std::less<>>;

  ScopeSet() = default;
  explicit ScopeSet(Names scopes);
  // Space-separated, as in RFC 6749 3.3; none if a word is not `group:action` or
  // `group.resource:action`.
  static std::optional<ScopeSet> parse(std::string_view text);

  // Whether `group:action` or `group.resource:action` is admitted.
  bool admits(std::string_view group, std::string_view resource, std::string_view action) const;
  bool admits(std::string_view scope) const;
  bool admits_all(const ScopeSet& other) const;
  // The scopes that both admit: "contact:read" ∩ "contact.addresses:read" is the narrower.
  ScopeSet intersect(const ScopeSet& other) const;
  // Without the scopes that a wider one of the set implies: it admits the same.
  ScopeSet reduced() const;
  bool empty() const { return scopes_ == nullptr; }
  const Names& all() const;
  std::string to_string() const;  // sorted, space-separated
  friend bool operator==(const ScopeSet& a, const ScopeSet& b) {
    return a.scopes_ == b.scopes_ || a.all() == b.all();
  }

 private:
  std::shared_ptr<const Names> scopes_;  // null: none
};

}  // namespace vip
