#pragma once

#include <span>
#include <string>

#include "core/result.h"
#include "http/message.h"
#include "schema/routes.h"

namespace vip {

bool takes_body(const Route& route);

// Whether the media type of the response is accepted (406) and that of the body is one that the
// operation takes (415); 400 for a body where none belongs. A chunked body may prove to be empty.
// `also_accepted`: media types of files beside the declared ones.
Result<void> check_media(const Route& route, const http::RequestHead& head,
                         std::span<const std::string> also_accepted = {});

}  // namespace vip
