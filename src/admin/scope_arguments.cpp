// Arguments that several commands take.

#include "admin/scope_arguments.h"

#include "admin/lookup.h"

namespace vip::admin {

Environment read_environment(const Arguments& arguments) {
  const auto text = arguments.optional_text("environment").value_or("sandbox");
  if (text == "sandbox") return Environment::sandbox;
  if (text == "production") return Environment::production;
  refuse_usage("environment must be sandbox or production, not " + in_quotes(text) + ".");
}

ScopeSet read_scopes(const AdminContext& context, const Arguments& arguments,
                     std::string_view name) {
  ScopeSet::Names names;
  const auto& known = context.dependencies.scopes;
  for (const auto& text : arguments.texts(name)) {
    if (text == "all" || text == "all-but-pii") {
      const auto every = known.all(text == "all");
      names.insert(every.all().begin(), every.all().end());
      continue;
    }
    const auto scopes = ScopeSet::parse(text);
    if (!scopes)
      refuse_usage("A scope is written <group>:<action>, for example contact:read, not " +
                   in_quotes(text) + ".");
    for (const auto& scope : scopes->all()) {
      if (!known.knows(scope)) {
        const auto nearest = known.nearest(scope);
        refuse_usage(
            "There is no scope " + in_quotes(scope) + "." +
            (nearest.empty() ? std::string{} : " Did you mean " + nearest + "?") +
            " Scopes are <group>:<action> with the actions create, read, update, remove and pii.");
      }
      names.insert(scope);
    }
  }
  return ScopeSet{std::move(names)};
}

}  // namespace vip::admin
