#include "core/release.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(Releases, AreComparedByNumber) {
  struct Case {
    const char* written;
    const char* own;
    bool newer;
  };
  for (const Case& c :
       {Case{"0.1.0", "0.1.0", false}, Case{"0.1.1", "0.1.0", true}, Case{"0.10.0", "0.9.9", true},
        Case{"1.0.0", "0.99.99", true}, Case{"0.9.0", "0.10.0", false}, Case{"", "0.1.0", false},
        Case{"2", "0.1.0", false}, Case{"2.0.0-rc1", "0.1.0", false}})
    EXPECT_EQ(is_newer_release(c.written, c.own), c.newer) << c.written << " and " << c.own;
}

}  // namespace
}  // namespace vip
