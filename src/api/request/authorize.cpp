// The stages authenticate, admit and authorize: who calls, for which tenant, with which scopes.

#include "api/request/authorize.h"

#include "api/stages.h"

namespace vip {
bool may_see_personal(const Resource& resource, const ScopeSet& scopes) {
  return scopes.admits(resource.scope, resource.name, "pii");
}

tl::unexpected<Problem> insufficient_scope(std::string detail, const std::string& scope) {
  Problem problem{errors::insufficient_scope, std::move(detail), {}, {}};
  problem.headers.emplace_back(
      "WWW-Authenticate",
      "Bearer realm=\"vip\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
  return tl::unexpected(std::move(problem));
}

Result<void> check_scope(const Route& route, const ScopeSet& scopes) {
  const Resource& resource = *route.resource;
  std::string needed;
  const auto need = [&](std::string_view action) {
    if (scopes.admits(resource.scope, resource.name, action)) return;
    needed.append(needed.empty() ? "" : " ").append(resource.scope).append(":").append(action);
  };
  need(action_of(route));
  if (needs_personal_data(route)) need("pii");
  if (needed.empty()) return {};
  return insufficient_scope("The operation needs the scope " + needed +
                                ", which the token does not have for this tenant.",
                            needed);
}

Result<AuthenticatedRequest> authenticate(const Authenticator& authenticator, RoutedRequest routed,
                                          std::string_view address) {
  auto caller = authenticator.authenticate(routed.head().headers, address);
  if (!caller) return tl::unexpected(std::move(caller.error()));
  return AuthenticatedRequest{std::move(routed), std::move(*caller)};
}

Result<AdmittedRequest> admit(const Authenticator& authenticator,
                              AuthenticatedRequest authenticated) {
  auto access = authenticator.admit(std::move(authenticated.caller_), authenticated.head().headers);
  if (!access) return tl::unexpected(std::move(access.error()));
  return AdmittedRequest{std::move(authenticated), std::move(*access)};
}

Result<AuthorizedRequest> authorize(AdmittedRequest admitted) {
  if (auto allowed = check_scope(admitted.route(), admitted.access().scopes()); !allowed)
    return tl::unexpected(std::move(allowed.error()));
  return AuthorizedRequest{std::move(admitted)};
}

}  // namespace vip
