// The stage negotiate: media types of the body and of the response.

#include "api/request/negotiate.h"

#include <algorithm>

#include "api/stages.h"
#include "core/media_type.h"
#include "http/negotiation.h"

namespace vip {
namespace {

// The type of a content is known by its record alone, and it is answered as it is.
constexpr std::string_view kAnyMedia = "*/*";

}  // namespace

bool takes_body(const Route& route) {
  const RouteKind kind = route.kind;
  if (route.action != nullptr) return route.action->takes_body();
  return kind == RouteKind::create || kind == RouteKind::patch || kind == RouteKind::search ||
         kind == RouteKind::singleton_create;
}

namespace {

bool takes_file(const Route& route) {
  return route.action != nullptr && route.action->upload.limit > 0 &&
         route.action->upload.job == nullptr;
}

// The media types of a body, first the one to name.
std::vector<std::string> body_media(const Route& route,
                                    std::span<const std::string> also_accepted) {
  if (route.action != nullptr && route.action->upload.limit > 0) {
    auto media = route.action->upload.media;
    if (takes_file(route)) media.insert(media.end(), also_accepted.begin(), also_accepted.end());
    return media;
  }
  if (route.kind == RouteKind::patch) return {"application/json", "application/merge-patch+json"};
  return {"application/json"};
}

std::string response_media(const Route& route) {
  const bool own = route.action != nullptr && !route.action->media.empty();
  return own ? route.action->media : "application/json";
}

Result<void> check_accept(const Route& route, const http::Headers& headers) {
  if (route.kind == RouteKind::remove) return {};
  const std::string media = response_media(route);
  if (media == kAnyMedia) return {};
  // `type; charset=…` is offered as the type.
  if (http::accepts(headers, {std::string_view(media).substr(0, media.find(';'))})) return {};
  return fail(
      at_header("Accept", errors::not_acceptable, "The operation answers with " + media + "."));
}

}  // namespace

Result<void> check_media(const Route& route, const http::RequestHead& head,
                         std::span<const std::string> also_accepted) {
  if (auto accepted = check_accept(route, head.headers); !accepted) return accepted;
  if (!head.has_body()) return {};
  if (!takes_body(route)) {
    // A chunked body may be empty, which its last chunk alone tells: see receive().
    if (head.chunked) return {};
    return fail(at_pointer({}, errors::body_not_expected, "The operation takes no body."));
  }
  std::string type = http::content_media_type(head.headers);
  if (takes_file(route)) type = canonical_media_type(type);
  const std::vector<std::string> taken = body_media(route, also_accepted);
  if (std::ranges::find(taken, type) != taken.end()) return {};
  std::string names;
  for (const std::string& name : taken) {
    if (!names.empty()) names.append(&name == &taken.back() ? " or " : ", ");
    names.append(name);
  }
  return fail(at_header("Content-Type", errors::unsupported_media_type,
                        "Expected " + names + (route.action == nullptr ? ", in UTF-8." : ".")));
}

Result<NegotiatedRequest> negotiate(AuthorizedRequest authorized,
                                    std::span<const std::string> also_accepted) {
  if (auto fits = check_media(authorized.route(), authorized.head(), also_accepted); !fits)
    return tl::unexpected(std::move(fits.error()));
  return NegotiatedRequest{std::move(authorized)};
}

}  // namespace vip
