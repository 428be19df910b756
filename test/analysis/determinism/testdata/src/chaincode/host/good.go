// SPDX-License-Identifier: Apache-2.0

package host

import (
	_ "crypto/sha256"
	_ "net/mail"
	_ "net/netip"
	_ "net/url"
	_ "path"
	"runtime"
	_ "runtime/debug"
	_ "strings"
)

func programming(cause any) bool {
	_, is := cause.(runtime.Error)
	return is
}
