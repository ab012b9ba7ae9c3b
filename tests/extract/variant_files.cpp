#include "variant_files.hpp"

#include "support/temporary_folder.hpp"

#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/vcf.h>

#include <stdexcept>

namespace hapmill::test {

namespace {

void check(bool is_well, std::string const& path) {
  if (!is_well) throw std::runtime_error{"cannot write " + path};
}

void write_compressed(std::string const& path, std::string const& text, char const* mode) {
  BGZF* const file = ::bgzf_open(path.c_str(), mode);
  check(file != nullptr, path);
  auto const written = ::bgzf_write(file, text.data(), text.size());
  check(::bgzf_close(file) == 0 && written == static_cast<ssize_t>(text.size()), path);
}

}  // namespace

void write_gzip(std::string const& path, std::string const& vcf) {
  write_compressed(path, vcf, "wg");
}

void write_bgzf(std::string const& path, std::string const& vcf) {
  write_compressed(path, vcf, "w");
}

void write_bcf(std::string const& path, std::string const& vcf) {
  ::hts_set_log_level(HTS_LOG_OFF);
  TemporaryFolder const folder;
  write_text(folder.path() / "all.vcf", vcf);
  htsFile* const in = ::hts_open(folder.file("all.vcf").c_str(), "r");
  htsFile* const out = ::hts_open(path.c_str(), "wb");
  check(in != nullptr && out != nullptr, path);
  bcf_hdr_t* const header = ::bcf_hdr_read(in);
  check(header != nullptr && ::bcf_hdr_write(out, header) == 0, path);
  bcf1_t* const record = ::bcf_init();
  int result = 0;
  while ((result = ::bcf_read(in, header, record)) == 0) {
    check(::bcf_write(out, header, record) == 0, path);
  }
  check(result == -1, path);
  ::bcf_destroy(record);
  ::bcf_hdr_destroy(header);
  ::hts_close(in);
  check(::hts_close(out) == 0, path);
}

}  // namespace hapmill::test
