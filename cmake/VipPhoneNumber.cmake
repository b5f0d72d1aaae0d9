# libphonenumber, for src/core/phone.cpp only. Its headers are system headers for the compiler, which then does not warn about
# them. The one file that includes them is compiled separately, because they define macros with common names.
find_path(VIP_PHONENUMBER_HEADERS phonenumbers/phonenumberutil.h
  PATHS ${CMAKE_SOURCE_DIR}/third-party/libphonenumber/usr/include)
find_library(VIP_PHONENUMBER_LIBRARY NAMES libphonenumber.so.8 phonenumber)
if(NOT VIP_PHONENUMBER_HEADERS OR NOT VIP_PHONENUMBER_LIBRARY)
  message(FATAL_ERROR "libphonenumber or its headers are missing: run `make setup` first, which installs both.")
endif()
add_library(vip_phonenumber INTERFACE)
target_include_directories(vip_phonenumber SYSTEM INTERFACE ${VIP_PHONENUMBER_HEADERS})
target_link_libraries(vip_phonenumber INTERFACE ${VIP_PHONENUMBER_LIBRARY} protobuf)
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/core/phone.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
