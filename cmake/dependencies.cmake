# Libraries: Debian's packages by find_package. A cross build has none of them for its target, so it
# takes the header-only ones from the host through links (the host's /usr/include as a whole would
# put the wrong C library first) and GoogleTest from its source package.

find_package(Threads REQUIRED)

if(NOT CMAKE_CROSSCOMPILING)
  find_package(cxxopts REQUIRED)
  if(HAPMILL_PORTABLE)
    # Debian has fmt as a shared library or as headers, not as an archive.
    add_library(fmt::fmt INTERFACE IMPORTED GLOBAL)
    target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY=1)
  else()
    find_package(fmt REQUIRED)
  endif()
  find_package(nlohmann_json REQUIRED)
  if(HAPMILL_TESTS)
    find_package(GTest REQUIRED)
  endif()
  if(HAPMILL_BENCH)
    find_package(benchmark REQUIRED)
  endif()
  return()
endif()

set(headers "${PROJECT_BINARY_DIR}/host-headers")
file(MAKE_DIRECTORY "${headers}")
foreach(name IN ITEMS cxxopts.hpp fmt nlohmann)
  if(NOT EXISTS "/usr/include/${name}")
    message(FATAL_ERROR "/usr/include/${name} is missing: ./dev setup installs it")
  endif()
  file(CREATE_LINK "/usr/include/${name}" "${headers}/${name}" SYMBOLIC)
endforeach()

foreach(target IN ITEMS cxxopts::cxxopts fmt::fmt nlohmann_json::nlohmann_json)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE "${headers}")
endforeach()
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY=1)

if(HAPMILL_TESTS)
  set(INSTALL_GTEST OFF)
  set(BUILD_GMOCK OFF)
  add_subdirectory(/usr/src/googletest "${PROJECT_BINARY_DIR}/googletest" EXCLUDE_FROM_ALL SYSTEM)
endif()
