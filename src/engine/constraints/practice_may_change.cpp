// practice-may-change: a practice may change the field on entries that the system defines, too.
#include "schema/practice_may_change.h"

#include "declaration/keyword.h"
#include "declaration/resolve/keyword_scope.h"

namespace vip {
namespace {

std::shared_ptr<const Constraint> read(const KeywordScope& scope) {
  if (!scope.resource().library) scope.error("only a library has system-defined entries");
  if (!scope.flag()) return nullptr;
  return std::make_shared<PracticeMayChange>();
}

}  // namespace

Keyword make_practice_may_change_keyword() {
  return {.name = "practice-may-change", .order = 140, .read = read};
}

}  // namespace vip
