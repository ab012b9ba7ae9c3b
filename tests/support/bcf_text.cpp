#include "bcf_text.hpp"

#include <htslib/hts.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include <memory>
#include <stdexcept>

namespace hapmill::test {

std::string records_by_htslib(std::string const& path) {
  std::unique_ptr<htsFile, int (*)(htsFile*)> const file{hts_open(path.c_str(), "r"), hts_close};
  if (!file) throw std::runtime_error{"cannot open " + path};
  std::unique_ptr<bcf_hdr_t, void (*)(bcf_hdr_t*)> const header{bcf_hdr_read(file.get()),
                                                                bcf_hdr_destroy};
  if (!header) throw std::runtime_error{"no header in " + path};
  std::unique_ptr<bcf1_t, void (*)(bcf1_t*)> const record{bcf_init(), bcf_destroy};
  kstring_t text{0, 0, nullptr};
  bcf_hdr_format(header.get(), 0, &text);
  std::string result{text.s, text.l};
  result.erase(0, result.find("\n#CHROM") + 1);
  int status = 0;
  while ((status = bcf_read(file.get(), header.get(), record.get())) == 0) {
    text.l = 0;
    if (record->errcode != 0 || vcf_format(header.get(), record.get(), &text) != 0) status = -2;
    if (status != 0) break;
    result.append(text.s, text.l);
  }
  ks_free(&text);
  if (status != -1) throw std::runtime_error{"cannot read a record of " + path};
  return result;
}

}  // namespace hapmill::test
