# vip_module(NAME USES targets... [TEST_USES targets...] [TEST_READS_SOURCES]): the library vip_NAME from src/NAME/**/*.cpp, and
# from its *_test.cpp the test program vip_NAME_test, which may use more than its library. A folder is a module; adding a file
# needs no edit here. TEST_READS_SOURCES gives the tests the path of the source tree as VIP_SOURCE_DIR; those of other modules
# are compiled without it, so that a compiler cache serves every clone.
function(vip_module name)
  cmake_parse_arguments(MODULE "TEST_READS_SOURCES" "" "USES;TEST_USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  vip_library(vip_${name} SOURCES ${sources} USES ${MODULE_USES} TEST_USES ${MODULE_TEST_USES})
  if(MODULE_TEST_READS_SOURCES)
    target_compile_definitions(vip_${name}_test PRIVATE VIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# vip_library(TARGET SOURCES files... USES targets... [TEST_USES targets...]): files named *_test.cpp become TARGET_test,
# files named test_*.cpp the library TARGET_fixtures, which other test programs can use, too.
function(vip_library target)
  cmake_parse_arguments(LIBRARY "" "" "SOURCES;USES;TEST_USES" ${ARGN})
  set(tests ${LIBRARY_SOURCES})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER LIBRARY_SOURCES EXCLUDE REGEX "_test\\.cpp$")
  set(support ${LIBRARY_SOURCES})
  list(FILTER support INCLUDE REGEX "/test_[a-z_]+\\.cpp$")
  list(FILTER LIBRARY_SOURCES EXCLUDE REGEX "/test_[a-z_]+\\.cpp$")
  if(LIBRARY_SOURCES)
    add_library(${target} STATIC ${LIBRARY_SOURCES})
    target_link_libraries(${target} PUBLIC vip_options ${LIBRARY_USES})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE vip_options ${LIBRARY_USES})
  endif()
  if(support)
    add_library(${target}_fixtures STATIC ${support})
    target_link_libraries(${target}_fixtures PUBLIC ${target} ${LIBRARY_TEST_USES} GTest::gmock)
    list(APPEND LIBRARY_TEST_USES ${target}_fixtures)
  endif()
  if(tests)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} ${LIBRARY_TEST_USES} GTest::gmock GTest::gtest_main)
    # Tests are not shipped: they are compiled together (ADR 0012) and as fast as possible.
    set_target_properties(${target}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    target_compile_options(${target}_test PRIVATE -Wno-subobject-linkage $<$<CONFIG:Release>:-O0>)
    add_test(NAME ${target} COMMAND ${target}_test)
  endif()
endfunction()
