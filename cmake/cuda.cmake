# The kernels: everything that nvcc compiles, as the library hapmill_kernels. No target where there
# is nothing to compile or nothing to compile it with.

if(NOT HAPMILL_CUDA MATCHES "^(AUTO|ON|OFF)$")
  message(FATAL_ERROR "HAPMILL_CUDA is '${HAPMILL_CUDA}'; it can be AUTO, ON or OFF")
endif()
file(GLOB_RECURSE kernel_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/kernels/*.cu")
if(HAPMILL_CUDA STREQUAL "OFF" OR NOT kernel_sources)
  message(STATUS "CUDA kernels: not built")
  return()
endif()

# 100 without a suffix is its machine code and the PTX that later cards compile from.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES "80-real;90-real;100" CACHE STRING "CUDA architectures")
endif()
# Debian's PATH does not hold NVIDIA's folder.
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(HAPMILL_NVCC nvcc HINTS /usr/local/cuda/bin)
  if(HAPMILL_NVCC)
    set(CMAKE_CUDA_COMPILER "${HAPMILL_NVCC}")
  endif()
endif()
include(CheckLanguage)
check_language(CUDA)
if(NOT CMAKE_CUDA_COMPILER)
  if(HAPMILL_CUDA STREQUAL "ON")
    message(FATAL_ERROR "HAPMILL_CUDA is ON and nvcc is not found: put it on PATH or set CUDACXX")
  endif()
  message(STATUS "CUDA kernels: not built, nvcc is not found")
  return()
endif()
enable_language(CUDA)
# CMake 3.25 expects nvToolsExt of whoever requires 3.25, which CUDA 13 has no more.
set(required_cmake "${CMAKE_MINIMUM_REQUIRED_VERSION}")
set(CMAKE_MINIMUM_REQUIRED_VERSION 3.24)
find_package(CUDAToolkit REQUIRED)
set(CMAKE_MINIMUM_REQUIRED_VERSION "${required_cmake}")

# CMake 3.25 does not know how nvcc spells C++20.
foreach(kind IN ITEMS STANDARD EXTENSION)
  if(NOT CMAKE_CUDA20_${kind}_COMPILE_OPTION)
    set(CMAKE_CUDA20_${kind}_COMPILE_OPTION "-std=c++20")
  endif()
endforeach()
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
set(CMAKE_CUDA_EXTENSIONS OFF)

add_library(hapmill_kernels STATIC ${kernel_sources})
target_include_directories(hapmill_kernels
  PUBLIC "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}/include"
  PRIVATE "${PROJECT_SOURCE_DIR}/kernels")
target_compile_options(hapmill_kernels PRIVATE
  $<$<COMPILE_LANGUAGE:CUDA>:-lineinfo -Xcompiler=-Wall,-Wextra>
  $<$<AND:$<COMPILE_LANGUAGE:CUDA>,$<BOOL:${HAPMILL_WERROR}>>:-Werror=all-warnings>)
# A kernel that spills registers has lost its speed. Those of primitives.cu are CUB's.
set(own_kernels ${kernel_sources})
list(FILTER own_kernels EXCLUDE REGEX "/primitives\\.cu$")
set_property(SOURCE ${own_kernels} APPEND PROPERTY
  COMPILE_OPTIONS -Xptxas=--warn-on-spills$<$<BOOL:${HAPMILL_WERROR}>:,--warning-as-error>)
target_link_libraries(hapmill_kernels PUBLIC CUDA::cudart_static)
message(STATUS "CUDA kernels: built for ${CMAKE_CUDA_ARCHITECTURES} by ${CMAKE_CUDA_COMPILER}")
