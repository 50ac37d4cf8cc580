const form = document.getElementById('passkey');
form.addEventListener('submit', async (event) => {
  if (form.elements.credential.value) return;
  event.preventDefault();
  const failed = document.getElementById('failed');
  failed.hidden = true;
  try {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.options));
    const credential = await navigator.credentials.get({ publicKey: options });
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
});
