#pragma once

#include <string>

#include "core/time.h"
#include "core/uuid.h"

namespace vip {

// Texts in quotes, as JSON has them: what most values of a response are.
void append_quoted(std::string& out, Instant instant);
void append_quoted(std::string& out, Date date);
void append_quoted(std::string& out, TimeOfDay time);
void append_quoted(std::string& out, const Uuid& id);

}  // namespace vip
