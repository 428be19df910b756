// SPDX-License-Identifier: Apache-2.0

package protocol

import "fmt"

// PageSizeMax is the largest page that a query answers.
const PageSizeMax = 1000

// PageSizeDefault is the page when the caller names no size.
const PageSizeDefault = 100

// PageRequest asks for one page of a list; embed it in a request.
type PageRequest struct {
	// Size is the number of items wanted; 0 is [PageSizeDefault].
	Size int `json:"size,omitzero" help:"items a page, at most 1000"`
	// After is the Next of the page before; empty for the first.
	After string `json:"after,omitzero" help:"where the page before ended"`
}

// Validate refuses sizes out of bounds.
func (p PageRequest) Validate() error {
	if p.Size < 0 || p.Size > PageSizeMax {
		return fmt.Errorf("size %d is not between 0 and %d", p.Size, PageSizeMax)
	}
	return nil
}

// Limit is the size with its default.
func (p PageRequest) Limit() int {
	if p.Size == 0 {
		return PageSizeDefault
	}
	return p.Size
}

// Page is one page of a list. Next is empty on the last page.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitzero"`
}
