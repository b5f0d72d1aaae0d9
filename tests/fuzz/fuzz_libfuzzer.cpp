// The entry of libFuzzer: VIP_FUZZ_TARGET names the target.

#include <cstddef>
#include <cstdint>

#include "fuzz_targets.h"

namespace {
const vip::fuzz::Target* chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  const char* name = std::getenv("VIP_FUZZ_TARGET");
  chosen = vip::fuzz::find_target(name == nullptr ? "" : name);
  if (chosen != nullptr) return 0;
  std::fprintf(stderr, "fuzz: VIP_FUZZ_TARGET must name a target:");
  for (const auto& one : vip::fuzz::kTargets)
    std::fprintf(stderr, " %.*s", static_cast<int>(one.name.size()), one.name.data());
  std::fprintf(stderr, "\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
