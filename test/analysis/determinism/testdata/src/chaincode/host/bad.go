// SPDX-License-Identifier: Apache-2.0

package host

import (
	_ "crypto/rand"   // want `derive ids from the transaction id`
	_ "hash/maphash"  // want `crypto/sha256`
	_ "io/ioutil"     // want `own disk`
	_ "math/rand"     // want `import of math/rand reaches outside`
	_ "math/rand/v2"  // want `import of math/rand/v2`
	_ "net"           // want `import of net `
	_ "net/http"      // want `import of net/http`
	_ "os"            // want `each endorser has its own machine`
	_ "os/exec"       // want `import of os/exec`
	_ "path/filepath" // want `use path`
	_ "plugin"        // want `import the package`
	"runtime"
	_ "syscall" // want `import of syscall`
	_ "testing" // want `test file`
	_ "unsafe"  // want `memory layout`
)

func width() int {
	runtime.GC()            // want `runtime.GC tells about this machine`
	return runtime.NumCPU() // want `leave them to main`
}
