#include "declaration/keyword.h"

#include <algorithm>

namespace vip {

const Keyword* KeywordRegistry::find(std::string_view name) const {
  const auto found = std::ranges::find(all, name, &Keyword::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string_view> KeywordRegistry::names(Keyword::Of of) const {
  std::vector<std::string_view> names;
  for (const Keyword& keyword : all) {
    const bool both = of == Keyword::Of::fields && keyword.of == Keyword::Of::fields_and_members;
    if (keyword.of == of || both) names.push_back(keyword.name);
  }
  return names;
}

KeywordRegistry registry_of(std::vector<Keyword> keywords) {
  std::ranges::sort(keywords, {}, &Keyword::order);
  return {std::move(keywords)};
}

}  // namespace vip
