// SPDX-License-Identifier: Apache-2.0

package address

import (
	"fmt"
	"io"
)

type node struct {
	name string
	next *node
}

func refuse(format string, args ...any) error { return fmt.Errorf(format, args...) }

func show(n *node, w io.Writer, f func(), layout string) {
	_ = fmt.Sprintf("%p", n)              // want `printing n shows a memory address`
	_ = fmt.Sprintf("%d %-8p", 1, n)      // want `printing n shows`
	_ = fmt.Sprint(&n)                    // want `printing &n shows`
	_ = fmt.Sprintf("%+v", *n)            // want `printing \*n shows`
	_ = fmt.Errorf("bad %v", []*int{})    // want `give its type a String method`
	_ = fmt.Sprintf(layout, f)            // want `printing f shows`
	_ = refuse("lot %v", n)               // want `printing n shows`
	fmt.Fprintln(w, 1, map[string]*int{}) // want `memory address`
}
