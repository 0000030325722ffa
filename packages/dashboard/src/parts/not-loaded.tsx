/** In the place of a part whose code did not come. What the user has written is kept over it. */
export const NotLoaded = () => (
  <>
    <p>The service does not answer, or it was updated meanwhile.</p>
    <button type="button" class="button" onClick={() => location.reload()}>
      Load the page again
    </button>
  </>
);
