#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/scopes.h"

namespace vip {

struct Catalogue;

// The scopes that there are, from the domains and resources that are served.
class KnownScopes {
 public:
  KnownScopes() = default;
  explicit KnownScopes(const Catalogue& catalogue);

  // Every `<group>:<action>`, personal data included or not; they imply all the narrower ones.
  ScopeSet all(bool with_personal = true) const;
  bool knows(std::string_view scope) const;
  // The known scope that is nearest to a word; empty when none is near.
  std::string nearest(std::string_view scope) const;
  std::vector<std::string> names() const;  // of all(), sorted

 private:
  ScopeSet::Names wide_, narrow_;
};

}  // namespace vip
